using ConvGpu.Emulation;
using ConvGpu.Emulation.Memory;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <summary>
/// The fake driver with kernels that run: modules are parsed and launches executed by the PTX emulator, in its memory. A fault of a kernel
/// is thrown as the emulator found it, out of the call that waited; with <see cref="FaultsAreSticky"/> it ends the context as on a GPU.
/// </summary>
internal sealed class EmulatedCudaDriver : FakeCudaDriver
{
    private readonly PtxEmulator _emulator;

    public EmulatedCudaDriver(EmulatorOptions? options = null)
        : this(new DeviceMemory(), options ?? new EmulatorOptions { Print = Console.Write })
    {
    }

    private EmulatedCudaDriver(DeviceMemory memory, EmulatorOptions options)
    {
        Memory = new EmulatedMemory(memory);
        _emulator = new PtxEmulator(memory, options);
        DeviceName = "Emulated GPU";
        Releasing = _emulator.Dispose;
    }

    public bool FaultsAreSticky { get; init; }

    /// <summary>The last fault of a kernel, where it did not end the test.</summary>
    public EmulationException? LastFault { get; private set; }

    protected override string? Refuse(string text)
    {
        try
        {
            PtxModule.Parse(text);
            return null;
        }
        catch (PtxFormatException error)
        {
            return $"ptxas application error, {error.Message}";
        }
    }

    protected override object Parse(string text) => PtxModule.Parse(text);

    protected override FakeFunction? Entry(FakeModule module, string name)
    {
        if (!((PtxModule)module.Program!).Entries.TryGetValue(name, out var entry))
            return null;
        var most = entry.RequiredThreads ?? entry.MaximumThreads;
        int threads = most is var (x, y, z) ? x * y * z : 1024;
        return new FakeFunction(name, [.. entry.Parameters.Select(parameter => parameter.Bytes)], threads, entry.StaticSharedBytes, entry);
    }

    protected override CudaError Execute(
        FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments)
    {
        try
        {
            _emulator.Launch((PtxEntry)function.Program!, grid, group, sharedBytes, arguments);
            return CudaError.CUDA_SUCCESS;
        }
        catch (EmulationException fault) when (FaultsAreSticky)
        {
            LastFault = fault;
            return fault.Kind switch
            {
                FaultKind.Misaligned => CudaError.CUDA_ERROR_MISALIGNED_ADDRESS,
                FaultKind.OutOfBounds or FaultKind.UseAfterFree or FaultKind.ReadOnly => CudaError.CUDA_ERROR_ILLEGAL_ADDRESS,
                _ => CudaError.CUDA_ERROR_LAUNCH_FAILED,
            };
        }
    }

    private sealed class EmulatedMemory(DeviceMemory memory) : FakeMemory
    {
        public override ulong Allocate(long bytes) => memory.Allocate(bytes);

        public override void Free(ulong address) => memory.Free(address);

        public override void Write(ulong address, ReadOnlySpan<byte> source) => memory.Write(address, source);

        public override void Read(ulong address, Span<byte> target) => memory.Read(address, target);

        public override void Fill(ulong address, long bytes, byte value) => memory.Fill(address, bytes, value);

        public override void Dispose() => memory.Dispose();
    }
}
