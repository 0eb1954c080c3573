using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu check --layers</c>: the gradients of every layer on every usable device, against numeric ones.</summary>
internal static class CheckLayers
{
    private const int NameWidth = 28, ColumnWidth = 16;

    /// <summary>Prints a row a layer and a column a device: the largest difference over the largest gradient.</summary>
    /// <param name="examples">The layers.</param>
    /// <param name="asked">The devices, or every usable one where empty.</param>
    /// <param name="options">How they are looked at.</param>
    /// <exception cref="ConvGpuException">A gradient is wrong, or a device failed; the message names all of them.</exception>
    public static int Run(IReadOnlyList<LayerExample> examples, string[] asked, GradientCheckOptions options)
    {
        string[] ids = asked.Length > 0 ? [.. asked.Distinct()] : [.. ComputeDevice.All().Where(d => d.IsUsable).Select(d => d.Id)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"analytic gradients against numeric ones, up to {options.Samples} elements a tensor, batch {options.Batch}, seed {options.Seed} (largest difference / largest gradient)"));
        Console.WriteLine("layer".PadRight(NameWidth) + string.Concat(ids.Select(id => id.PadRight(ColumnWidth))));
        var problems = new List<string>();
        var results = new List<CheckedGradient>();
        var devices = ids.Select(ComputeDevice.Open).ToList();
        try
        {
            foreach (var example in examples)
                Console.WriteLine(example.Name.PadRight(NameWidth) + string.Concat(devices.Select(d => Check(example, d, options, results, problems).PadRight(ColumnWidth))));
        }
        finally
        {
            foreach (var device in devices) device.Dispose();
        }
        if (problems.Count > 0) throw new ConvGpuException(string.Join(Environment.NewLine, problems));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{examples.Count} layers on {ids.Length} devices: {results.Sum(r => r.Checked)} gradients are those of the forward pass, {results.Sum(r => r.Unclear)} are unclear"));
        return 0;
    }

    private static string Check(LayerExample example, ComputeDevice device, GradientCheckOptions options, List<CheckedGradient> results, List<string> problems)
    {
        try
        {
            var result = example.Check(device, options);
            results.AddRange(result.Tensors);
            return result.LargestDifference.ToString("E1", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is not UsageException)
        {
            problems.Add($"{example.Name} on {device.Id}: {e.Message.ReplaceLineEndings(" ")}");
            return "FAILED";
        }
    }
}
