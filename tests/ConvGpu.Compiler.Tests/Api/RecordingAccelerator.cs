using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Launching;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Compiler.Tests.Api;

using KernelCompiler = ConvGpu.Ilgpu.Launching.KernelCompiler;

/// <summary>An accelerator whose kernels remember how they were compiled and launched, and do nothing.</summary>
internal sealed class RecordingAccelerator(Context context) : Accelerator(context, new RecordingDevice())
{
    public List<KernelRequest> Requests { get; } = [];

    /// <summary>What was launched; the slot behind the arguments, the bytes of dynamic shared memory, is left out.</summary>
    public List<(LaunchDimensions Dimensions, long[] Slots)> Launches { get; } = [];

    /// <summary>Whether launches are kept; the test of allocations leaves them out.</summary>
    public bool Record { get; set; } = true;

    public Exception? CompileFailure { get; set; }

    internal override KernelCompiler CreateCompiler() => new Compiler(this);

    protected override MemoryBuffer AllocateCore(long length, int elementSize) => new CpuBuffer(this, length, elementSize);

    protected override AcceleratorStream CreateStreamCore() => new CpuStream(this);

    protected override void SynchronizeCore()
    {
    }

    protected override void DisposeAccelerator()
    {
    }

    private sealed class Compiler(RecordingAccelerator owner) : KernelCompiler
    {
        public override LoadedKernel Compile(KernelRequest request)
        {
            if (owner.CompileFailure is { } failure)
                throw failure;
            owner.Requests.Add(request);
            return new Kernel(owner);
        }
    }

    private sealed class Kernel(RecordingAccelerator owner) : LoadedKernel
    {
        public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
        {
            if (!owner.Record)
                return;
            Assert.Equal(dimensions.DynamicSharedBytes, arguments[^1]);
            owner.Launches.Add((dimensions, arguments[..^1].ToArray()));
        }

        public override void Dispose()
        {
        }
    }

    private sealed class RecordingDevice : Device
    {
        public RecordingDevice()
        {
            Name = "recorder";
            AcceleratorType = AcceleratorType.CPU;
            WarpSize = 8;
            MaxNumThreadsPerGroup = 256;
            MaxGroupSize = new(256, 256, 64);
            MaxGridSize = new(1 << 20, 65535, 65535);
            MaxSharedMemoryPerGroup = 48 * 1024;
            NumMultiprocessors = 1;
            MaxNumThreadsPerMultiprocessor = 256;
        }

        public override Accelerator CreateAccelerator(Context context) => new RecordingAccelerator(context);
    }
}
