using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>What a stream was given between two moments, as one piece that the driver starts with one call.</summary>
internal sealed class CudaGraph : AcceleratorObject
{
    private readonly CudaAccelerator _owner;
    private readonly string _name;
    private nint _executable;

    private CudaGraph(CudaAccelerator accelerator, nint executable, IReadOnlyList<string> kernels)
        : base(accelerator)
    {
        (_owner, _executable) = (accelerator, executable);
        _name = kernels.Count == 0 ? "a captured graph without kernels"
            : $"a captured graph of {kernels.Count} kernels ({kernels[0]} ... {kernels[^1]}; CONVGPU_CAPTURE=off launches them one by one)";
    }

    /// <summary>Records what an action puts into a stream; nothing of it runs.</summary>
    /// <exception cref="CudaException">The action did something that cannot be recorded.</exception>
    public static CudaGraph Record(CudaAccelerator accelerator, AcceleratorStream stream, Action record)
    {
        nint native = CudaStream.Enter(stream, accelerator);
        var session = accelerator.Session;
        session.Check(accelerator.Memory.TryBeginCapture(native), "cuStreamBeginCapture");
        IReadOnlyList<string> kernels;
        try
        {
            kernels = session.NamesOf(record);
        }
        catch
        {
            if (End(accelerator, native, out nint partial) == CudaError.CUDA_SUCCESS)
                _ = session.Driver.GraphDestroy(partial);
            throw;
        }
        session.Check(End(accelerator, native, out nint graph), "cuStreamEndCapture");
        try
        {
            session.Check(session.Driver.GraphInstantiate(out nint executable, graph, 0), "cuGraphInstantiateWithFlags");
            return accelerator.Track(new CudaGraph(accelerator, executable, kernels));
        }
        finally
        {
            _ = session.Driver.GraphDestroy(graph);
        }
    }

    /// <summary>Puts everything recorded into a stream.</summary>
    public void Launch(AcceleratorStream stream)
    {
        ThrowIfDisposed();
        nint native = CudaStream.Enter(stream, _owner);
        _owner.Session.Launching(_name);
        _owner.Session.Check(_owner.Session.Driver.GraphLaunch(_executable, native), "cuGraphLaunch");
    }

    protected override void Dispose(bool disposing)
    {
        nint executable = Interlocked.Exchange(ref _executable, 0);
        if (executable != 0)
        {
            _owner.Session.EnterToRelease();
            _ = _owner.Session.Driver.GraphExecDestroy(executable);
        }
        base.Dispose(disposing);
    }

    // A capture that is not ended keeps the stream unusable.
    private static CudaError End(CudaAccelerator accelerator, nint stream, out nint graph)
    {
        accelerator.Session.EnterToRelease();
        return accelerator.Memory.TryEndCapture(stream, out graph);
    }
}
