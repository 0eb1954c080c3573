using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>Writes the IR of one compilation into numbered files of the folder that CONVGPU_DUMP names.</summary>
internal sealed class PipelineDump
{
    private readonly string _prefix;
    private int _number;

    private PipelineDump(string prefix) => _prefix = prefix;

    /// <summary>Null when nothing is asked for.</summary>
    public static PipelineDump? Begin(Function function, PipelineTarget target)
    {
        if (Environment.GetEnvironmentVariable("CONVGPU_DUMP") is not { Length: > 0 } folder)
            return null;
        Directory.CreateDirectory(folder);
        string name = string.Concat(function.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        if (name.Length > 80)
            name = name[..80];
        var dump = new PipelineDump(Path.Combine(folder, $"{name}.{target.Name}"));
        dump.Write("frontend", function);
        return dump;
    }

    public void Write(string pass, Function function) =>
        File.WriteAllText($"{_prefix}.{_number++:00}.{pass}.ir", IrPrinter.Print(function, locations: true));
}
