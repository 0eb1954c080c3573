using ConvGpu.Threading;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>The workers' memory of one accelerator: shared by its kernels, grown when a launch needs more, kept between launches.</summary>
internal sealed class CpuScratch : IDisposable
{
    private AlignedMemory?[] _memory = [];

    /// <summary>Held by whoever launches: kernels of one accelerator run one after the other.</summary>
    public object Gate { get; } = new();

    /// <summary>Makes sure that each of the workers has this many bytes.</summary>
    public void Reserve(int workers, long bytes)
    {
        if (_memory.Length < workers)
            Array.Resize(ref _memory, workers);
        for (int i = 0; i < workers; i++)
            if (_memory[i] is not { } memory || memory.Bytes < bytes)
            {
                _memory[i]?.Dispose();
                _memory[i] = new AlignedMemory(bytes);
            }
    }

    public long AddressOf(int worker) => _memory[worker]!.Address;

    public void Dispose()
    {
        foreach (var memory in _memory)
            memory?.Dispose();
        _memory = [];
    }
}
