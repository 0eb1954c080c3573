using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Extensions;

/// <summary>What streams can do beyond the API of ILGPU.</summary>
public static class StreamExtensions
{
    /// <summary>Makes what is put into a stream from now on wait for what is in another now. On CUDA the host does not wait; elsewhere it does.</summary>
    /// <exception cref="ObjectDisposedException">One of the streams was disposed.</exception>
    public static void WaitFor(this AcceleratorStream stream, AcceleratorStream other)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(other);
        if (stream == other)
            return;
        if (stream is CudaStream waiting && other is CudaStream before)
            waiting.WaitFor(before);
        else
            other.Synchronize();
    }

    /// <summary>Whether <see cref="Capture"/> works on a device.</summary>
    public static bool CanCapture(this Accelerator accelerator) =>
        accelerator is CudaAccelerator { Device.Info.Driver.Missing.Count: 0 };

    /// <summary>Records what an action puts into a stream; nothing of it runs until the record is launched.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="record">Launches kernels and copies between buffers of the device. It may not wait, allocate or load kernels.</param>
    /// <exception cref="NotSupportedException">The device cannot do it, see <see cref="CanCapture"/>.</exception>
    public static CapturedWork Capture(this AcceleratorStream stream, Action record)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(record);
        if (stream.Accelerator is not CudaAccelerator accelerator || !accelerator.CanCapture())
            throw new NotSupportedException($"{stream.Accelerator.Name} cannot record what a stream is given; launch the kernels one by one.");
        return new CapturedWork(CudaGraph.Record(accelerator, stream, record));
    }
}

/// <summary>Launches and copies that were recorded and are started together, with the arguments they had then.</summary>
public sealed class CapturedWork : IDisposable
{
    private readonly CudaGraph _graph;

    internal CapturedWork(CudaGraph graph) => _graph = graph;

    /// <summary>Puts everything recorded into a stream.</summary>
    /// <exception cref="ObjectDisposedException">The record or the stream was disposed.</exception>
    public void Launch(AcceleratorStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _graph.Launch(stream);
    }

    /// <summary>Frees the record.</summary>
    public void Dispose() => _graph.Dispose();
}
