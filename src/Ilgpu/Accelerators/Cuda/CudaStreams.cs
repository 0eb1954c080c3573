using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>The streams of one accelerator.</summary>
internal sealed class CudaStreams(CudaSession session)
{
    private readonly List<CudaStream> _streams = [];

    public void Add(CudaStream stream)
    {
        lock (_streams)
            _streams.Add(stream);
    }

    public void Remove(CudaStream stream)
    {
        lock (_streams)
            _streams.Remove(stream);
    }

    /// <summary>
    /// Waits for the work in all streams. The context is not waited for: that would break what another accelerator of it captures.
    /// </summary>
    public CudaError TrySynchronize()
    {
        lock (_streams)
        {
            foreach (var stream in _streams)
            {
                var error = session.Driver.StreamSynchronize(stream.Handle);
                if (error != CudaError.CUDA_SUCCESS)
                    return error;
            }
            return CudaError.CUDA_SUCCESS;
        }
    }

    /// <summary>Makes what is put into a stream from now on wait for what is in all others now.</summary>
    public CudaError TryOrderBefore(nint follower)
    {
        lock (_streams)
        {
            foreach (var stream in _streams)
            {
                var error = session.Driver.EventRecord(stream.Tail, stream.Handle);
                if (error == CudaError.CUDA_SUCCESS)
                    error = session.Driver.StreamWaitEvent(follower, stream.Tail, 0);
                if (error != CudaError.CUDA_SUCCESS)
                    return error;
            }
            return CudaError.CUDA_SUCCESS;
        }
    }
}
