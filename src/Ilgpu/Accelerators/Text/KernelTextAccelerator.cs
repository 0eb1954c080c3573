using ConvGpu.Ilgpu.Accelerators.Text;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Launching;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Extensions;

/// <summary>
/// An accelerator without a device: it keeps the text of every kernel that is loaded, and launches do nothing. Its memory is the host's.
/// </summary>
public sealed class KernelTextAccelerator : Accelerator
{
    private readonly List<KernelText> _texts = [];
    private readonly KernelTextTarget _target;

    private KernelTextAccelerator(Context context, TextDevice device, KernelTextTarget target) : base(context, device) => _target = target;

    /// <summary>The architectures that <see cref="Ptx"/> knows.</summary>
    public static IEnumerable<string> PtxArchitectures => PtxTarget.Names;

    /// <summary>The kernels loaded so far, each once.</summary>
    public IReadOnlyList<KernelText> Texts => _texts;

    /// <summary>Kernels as PTX.</summary>
    /// <param name="context">Any context.</param>
    /// <param name="architecture">A name such as sm_90.</param>
    /// <exception cref="ArgumentException">No such architecture.</exception>
    public static KernelTextAccelerator Ptx(Context context, string architecture) =>
        new(context, new TextDevice($"PTX for {architecture}", AcceleratorType.Cuda, 1024, 32), new PtxTextTarget(PtxTarget.Parse(architecture)));

    /// <summary>Kernels as OpenCL C 1.2 for a GPU with double precision and 64-bit atomics.</summary>
    /// <param name="context">Any context.</param>
    public static KernelTextAccelerator OpenCl(Context context) =>
        new(context, new TextDevice("OpenCL C", AcceleratorType.OpenCL, 256, 1),
            new OpenClTextTarget(new OpenClTarget { HasDouble = true, HasAtomics64 = true, Mapping = OpenClGroupMapping.WorkGroup }));

    /// <summary>The kernels launched so far, each once, with the group of its first launch.</summary>
    internal List<(KernelRequest Request, (int X, int Y, int Z) Group)> Launched { get; } = [];

    internal void Add(KernelText text) => _texts.Add(text);

    internal override KernelCompiler CreateCompiler() => new KernelTextCompiler(this, _target);

    /// <inheritdoc/>
    protected override MemoryBuffer AllocateCore(long length, int elementSize) => new CpuBuffer(this, length, elementSize);

    /// <inheritdoc/>
    protected override AcceleratorStream CreateStreamCore() => new CpuStream(this);

    /// <inheritdoc/>
    protected override void SynchronizeCore()
    {
    }

    /// <inheritdoc/>
    protected override void DisposeAccelerator()
    {
    }
}
