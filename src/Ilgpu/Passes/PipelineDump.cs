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
        var dump = new PipelineDump(Path.Combine(folder, $"{FileName(function)}.{target.Name}"));
        dump.Write("frontend", function);
        return dump;
    }

    /// <summary>Writes one function as it is, when dumps are asked for.</summary>
    public static void One(string stage, Function function)
    {
        if (Environment.GetEnvironmentVariable("CONVGPU_DUMP") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{FileName(function)}.{stage}.ir"), IrPrinter.Print(function));
    }

    private static string FileName(Function function)
    {
        string name = string.Concat(function.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return name.Length > 80 ? name[..80] : name;
    }

    public void Write(string pass, Function function) =>
        File.WriteAllText($"{_prefix}.{_number++:00}.{pass}.ir", IrPrinter.Print(function, locations: true));
}
