namespace ConvGpu.Ilgpu.Launching;

/// <summary>What an accelerator has allocated, copied and launched.</summary>
internal sealed class DeviceCounters
{
    private long _liveBytes, _peakBytes, _liveBuffers, _allocations, _toDevice, _toHost, _launches;

    public long LiveBytes => Volatile.Read(ref _liveBytes);
    public long PeakBytes => Volatile.Read(ref _peakBytes);
    public long LiveBuffers => Volatile.Read(ref _liveBuffers);
    public long Allocations => Volatile.Read(ref _allocations);
    public long BytesToDevice => Volatile.Read(ref _toDevice);
    public long BytesToHost => Volatile.Read(ref _toHost);
    public long Launches => Volatile.Read(ref _launches);

    public void Allocated(long bytes)
    {
        Interlocked.Increment(ref _allocations);
        Interlocked.Increment(ref _liveBuffers);
        long live = Interlocked.Add(ref _liveBytes, bytes);
        long peak = PeakBytes;
        while (live > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peakBytes, live, peak);
            if (seen == peak)
                break;
            peak = seen;
        }
    }

    public void Freed(long bytes)
    {
        Interlocked.Decrement(ref _liveBuffers);
        Interlocked.Add(ref _liveBytes, -bytes);
    }

    public void CopiedToDevice(long bytes) => Interlocked.Add(ref _toDevice, bytes);

    public void CopiedToHost(long bytes) => Interlocked.Add(ref _toHost, bytes);

    public void Launched() => Interlocked.Increment(ref _launches);

    public void ResetPeak() => Volatile.Write(ref _peakBytes, LiveBytes);
}
