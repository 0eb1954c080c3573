using System.Diagnostics;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>What the passes of one compilation did: sizes as lines of the debug log, the IR in files.</summary>
internal sealed class PipelineTrace
{
    private readonly PipelineDump? _dump;
    private readonly string _name;
    private int _size;
    private long _time;

    private PipelineTrace(Function function, PipelineTarget target)
    {
        _dump = PipelineDump.Begin(function, target);
        _name = $"{function.Name} for {target.Name}";
        _size = SizeOf(function);
        DebugLog.Write(DebugLevel.Passes, $"{_name}: {_size} instructions from the frontend, {function.Blocks.Count} blocks");
        _time = Stopwatch.GetTimestamp();
    }

    /// <summary>Null when nobody wants to know.</summary>
    public static PipelineTrace? Begin(Function function, PipelineTarget target) =>
        DebugLog.Shows(DebugLevel.Passes) || DebugLog.DumpFolder is not null ? new(function, target) : null;

    /// <summary>A pass ended.</summary>
    public void After(string pass, bool changed, Function function)
    {
        double milliseconds = Stopwatch.GetElapsedTime(_time).TotalMilliseconds;
        if (changed)
        {
            int size = SizeOf(function);
            DebugLog.Write(DebugLevel.Passes,
                FormattableString.Invariant($"{_name}: {pass}: {_size} -> {size} instructions, {function.Blocks.Count} blocks, {milliseconds:F1} ms"));
            _size = size;
            _dump?.Write(pass, function);
        }
        _time = Stopwatch.GetTimestamp();
    }

    private static int SizeOf(Function function) => function.Blocks.Sum(block => block.Instructions.Count);
}
