using System.Diagnostics;

namespace ConvGpu.FakeCuda;

/// <summary>Something that a handle stands for.</summary>
internal abstract class FakeObject;

/// <summary>Work in order; it is done when somebody waits for it.</summary>
internal sealed class FakeStream : FakeObject
{
    private readonly Queue<Action> _work = [];

    /// <summary>Where captured work goes; null outside of a capture.</summary>
    public FakeGraph? Capture { get; set; }

    public bool CaptureIsInvalid { get; set; }

    /// <summary>Pieces of work that were put in and that were done.</summary>
    public long Submitted { get; private set; }

    public long Done { get; private set; }

    public void Enqueue(Action work)
    {
        if (Capture is { } graph)
        {
            graph.Work.Add(work);
            return;
        }
        _work.Enqueue(work);
        Submitted++;
    }

    public void Run(long upTo = long.MaxValue)
    {
        while (Done < upTo && _work.TryDequeue(out var work))
        {
            Done++;
            work();
        }
    }
}

/// <summary>A place in a stream.</summary>
internal sealed class FakeEvent(bool measures) : FakeObject
{
    public bool Measures { get; } = measures;

    public FakeStream? Stream { get; set; }

    public long Position { get; set; }

    public long Ticks { get; set; }

    public void Stamp() => Ticks = Stopwatch.GetTimestamp();
}

internal sealed class FakeGraph : FakeObject
{
    public List<Action> Work { get; } = [];
}

internal sealed class FakeExecutable(IReadOnlyList<Action> work) : FakeObject
{
    public IReadOnlyList<Action> Work { get; } = work;
}

internal sealed class FakeLink : FakeObject
{
    public nint ErrorLog { get; set; }

    public int ErrorLogBytes { get; set; }

    public string Text { get; set; } = "";

    public nint Program { get; set; }
}

internal sealed class FakeModule(string text, object? program) : FakeObject
{
    public string Text { get; } = text;

    /// <summary>What the emulator made of the text.</summary>
    public object? Program { get; } = program;
}

/// <summary>A kernel of a module.</summary>
internal sealed class FakeFunction(string name, IReadOnlyList<int> parameters, int maxThreads, int staticSharedBytes, object? program) : FakeObject
{
    public string Name { get; } = name;

    public IReadOnlyList<int> Parameters { get; } = parameters;

    public int MaxThreads { get; } = maxThreads;

    public int StaticSharedBytes { get; } = staticSharedBytes;

    public object? Program { get; } = program;

    public int MaxDynamicSharedBytes { get; set; } = (48 << 10) - staticSharedBytes;
}
