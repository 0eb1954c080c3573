using ConvGpu.Ilgpu.IR;
using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>Writes the IR of one compilation into numbered files of the folder for dumps.</summary>
internal sealed class PipelineDump
{
    private readonly string _prefix;
    private int _number;

    private PipelineDump(string prefix) => _prefix = prefix;

    /// <summary>Null when nothing is asked for.</summary>
    public static PipelineDump? Begin(Function function, PipelineTarget target)
    {
        var dump = Begin(function, target.Name);
        dump?.Write("frontend", function);
        return dump;
    }

    /// <summary>For what comes behind the passes; null when nothing is asked for.</summary>
    public static PipelineDump? Begin(Function function, string stage)
    {
        if (DebugLog.DumpFolder is not { } folder)
            return null;
        Directory.CreateDirectory(folder);
        return new PipelineDump(Path.Combine(folder, $"{FileName(function)}.{stage}"));
    }

    /// <summary>Writes a function for one group shape as it is, when dumps are asked for.</summary>
    public static void One(string stage, Function function)
    {
        var (x, y, z) = function.KnownGroupDimension;
        Begin(function, $"{x}x{y}x{z}.{stage}")?.Write("final", function);
    }

    private static string FileName(Function function)
    {
        string name = string.Concat(function.Name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        return name.Length > 80 ? name[..80] : name;
    }

    public void Write(string pass, Function function) =>
        File.WriteAllText($"{_prefix}.{_number++:00}.{pass}.ir", IrPrinter.Print(function, locations: true));
}
