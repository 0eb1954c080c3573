using System.CommandLine;
using System.Globalization;
using ConvGpu.Onnx;

namespace ConvGpu.Cli;

/// <summary><c>convgpu run</c>: the outputs of an ONNX model for given inputs.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file." };
        var input = new Option<string[]>("--input")
        {
            HelpName = "FILE",
            Description = "FILE or NAME=FILE for each input: a tensor (.pb), an array (.npy), or an image, whose pixels become 0 "
                + "to 1. Without names in the model's order.",
        };
        var output = new Option<string?>("--output") { HelpName = "DIR", Description = "A directory for each output as NAME.npy." };
        var expect = new Option<string[]>("--expect")
        {
            HelpName = "FILE",
            Description = "FILE or NAME=FILE (.pb or .npy) for each output that is compared; the command ends with 1 where one "
                + "differs, and says where.",
        };
        var take = new Option<string[]>("--take")
        {
            HelpName = "NAME",
            Description = "Compute these values in place of the model's outputs: those of any nodes, such as the boxes in front of a step that is not supported.",
        };
        var relative = CommonOptions.Number("--rtol", "How far outputs may be off, relative to what is expected.", 1e-3);
        var absolute = CommonOptions.Number("--atol", "How far outputs may be off beside that.", 1e-7);
        var device = CommonOptions.Device();
        var command = new Command("run", "Runs an ONNX model.") { model, input, output, take, expect, relative, absolute, device };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(model)!;
            var tolerance = (Relative: CommonOptions.FiniteAtLeastZero(parsed.GetValue(relative), "--rtol"),
                Absolute: CommonOptions.FiniteAtLeastZero(parsed.GetValue(absolute), "--atol"));
            string[] given = parsed.GetValue(input) ?? [], compared = parsed.GetValue(expect) ?? [];
            CommonOptions.RequireDeviceName(parsed.GetValue(device));
            WholeFile.Require(path);
            TensorFiles.Require([.. given, .. compared]);
            if (parsed.GetValue(output) is { } folder) OutputFile.RequireFolder(folder);
            var file = OnnxModelFile.Open(path);
            if (file.Inputs.Count > 0 && given.Length == 0) throw new UsageException($"{path} takes {file.Signature}: give each with --input FILE.");
            var tensors = TensorFiles.Read(given, file.Inputs, "input");
            var taken = parsed.GetValue(take) is { Length: > 0 } names ? names : file.Outputs;
            if (taken.FirstOrDefault(name => !file.Outputs.Contains(name) && !file.Values.Contains(name)) is { } unknown) throw new UsageException($"no node of {path} makes '{unknown}'.");
            var expected = TensorFiles.Read(compared, [.. taken.Select(name => (name, 0))], "output");
            using var opened = CommonOptions.OpenDevice(parsed.GetValue(device));
            var outputs = Run(file, tensors, opened, taken, given);
            Show(outputs, parsed.GetValue(output));
            var differences = expected.Select(e => Difference(e, outputs.First(o => o.Name == e.Name), tolerance.Relative, tolerance.Absolute)).OfType<string>().ToList();
            foreach (var difference in differences) Console.Error.WriteLine($"convgpu: {difference}");
            if (expected.Count > 0 && differences.Count == 0) Console.WriteLine($"as expected: {string.Join(", ", expected.Select(e => e.Name))}");
            return differences.Count == 0 ? 0 : CommandLine.Failure;
        });
        return command;
    }

    private static IReadOnlyList<OnnxTensor> Run(
        OnnxModelFile file, IReadOnlyList<OnnxTensor> inputs, ComputeDevice device, IReadOnlyList<string> outputs, string[] paths)
    {
        try
        {
            return file.Run(inputs, device, outputs);
        }
        catch (OnnxFormatException e) when (file.Differs(inputs) && Array.Exists(paths, TensorFiles.IsPicture))
        {
            throw new OnnxFormatException(
                $"{e.Message} 'run' takes pictures as they are: resize yours to those rows and columns, or give an array (.npy); 'predict' and 'evaluate' resize by themselves.", e);
        }
    }

    /// <summary>Where an output is off by more than it may be; null where it is not.</summary>
    internal static string? Difference(OnnxTensor expected, OnnxTensor actual, double relative, double absolute)
    {
        if (!expected.Dims.SequenceEqual(actual.Dims)) return $"{actual.Name} is {Sizes(actual.Dims)}, expected {Sizes(expected.Dims)}";
        float[] wanted = expected.ToFloats(), got = actual.ToFloats();
        int count = 0, first = -1, worst = -1;
        double most = -1;
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].Equals(got[i])) continue;
            var difference = Math.Abs((double)wanted[i] - got[i]);
            // Nothing is near an infinity but itself.
            if (float.IsFinite(wanted[i]) && difference <= absolute + relative * Math.Abs((double)wanted[i])) continue;
            if (count++ == 0) first = i;
            // What is no number is further off than any.
            var size = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            if (size > most) (most, worst) = (size, i);
        }
        return count == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{actual.Name} differs in {count} of {wanted.Length} values: first at {At(actual.Dims, first)}, {got[first]:R} instead of {wanted[first]:R}; "
            + $"most at {At(actual.Dims, worst)}, {got[worst]:R} instead of {wanted[worst]:R}");
    }

    private static void Show(IReadOnlyList<OnnxTensor> outputs, string? directory)
    {
        if (directory is not null) OutputFile.CreateFolder(directory);
        var files = TensorFiles.FileNames([.. outputs.Select(o => o.Name)]);
        foreach (var (tensor, file) in outputs.Zip(files))
        {
            var line = $"{tensor.Name} {Sizes(tensor.Dims)}";
            if (directory is not null)
            {
                var path = Path.Combine(directory, file);
                TensorFiles.Write(tensor, path);
                line += $" in {path}";
            }
            Console.WriteLine(line);
        }
    }

    private static string Sizes(IReadOnlyList<int> dims) => dims.Count == 0 ? "a number" : string.Join("x", dims);

    private static string At(IReadOnlyList<int> dims, int index)
    {
        var at = new int[dims.Count];
        for (var axis = dims.Count - 1; axis >= 0; index /= dims[axis--]) at[axis] = index % dims[axis];
        return $"[{string.Join(", ", at)}]";
    }
}
