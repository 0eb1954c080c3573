namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>The kinds of driver objects that have to be released.</summary>
internal enum OpenClObject { Context, Queue, Buffer, Mapping, Event, Program, Kernel }

/// <summary>Counts driver objects that are created and not yet released, by kind.</summary>
internal sealed class OpenClLiveObjects
{
    private readonly int[] _counts = new int[Enum.GetValues<OpenClObject>().Length];

    public int this[OpenClObject kind] => Volatile.Read(ref _counts[(int)kind]);

    public int Total => _counts.Sum();

    public void Add(OpenClObject kind) => Interlocked.Increment(ref _counts[(int)kind]);

    public void Remove(OpenClObject kind) => Interlocked.Decrement(ref _counts[(int)kind]);

    public override string ToString() =>
        string.Join(", ", Enum.GetValues<OpenClObject>().Where(kind => this[kind] != 0).Select(kind => $"{this[kind]} {kind}"));
}
