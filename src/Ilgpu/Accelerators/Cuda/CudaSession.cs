using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>
/// The primary context of a device while an accelerator uses it, and its health. An error that the driver repeats for ever is remembered
/// with the kernels that were launched last: every later call tells it.
/// </summary>
internal sealed class CudaSession : IDisposable
{
    private const int Remembered = 8;
    private readonly string?[] _launches = new string?[Remembered];
    private int _launchCount;
    private Lost? _lost;
    private volatile List<string>? _names;
    private nint _context;
    private volatile int _captures;

    private CudaSession(CudaDeviceInfo device, nint context) => (Device, _context) = (device, context);

    public CudaDeviceInfo Device { get; }

    public ICudaDriver Driver => Device.Driver;

    public nint Context => _context;

    /// <summary>Why the context is dead; null while it lives.</summary>
    public string? Loss => _lost?.Message;

    /// <summary>A stream of the accelerator records what is called, so calls that wait or allocate are refused.</summary>
    public bool IsCapturing => _captures > 0;

    public static CudaSession Open(CudaDeviceInfo device)
    {
        var error = device.Driver.DevicePrimaryCtxRetain(out nint context, device.Handle);
        if (error != CudaError.CUDA_SUCCESS)
        {
            string remedy = CudaErrors.Remedy(error) is { } known ? $"{known}." : "";
            throw new CudaException(error, $"Opening '{device.Name}' (cuDevicePrimaryCtxRetain)", remedy);
        }
        return new CudaSession(device, context);
    }

    /// <summary>Makes the context current for the calling thread. Every use of the driver begins with it.</summary>
    /// <exception cref="CudaException">The context is dead.</exception>
    public void Enter()
    {
        ThrowIfLost();
        Check(Driver.CtxSetCurrent(_context), "cuCtxSetCurrent");
    }

    /// <summary>As <see cref="Enter"/>, for calls that free something: whatever state the context is in, they are tried.</summary>
    public void EnterToRelease() => _ = Driver.CtxSetCurrent(_context);

    /// <exception cref="CudaException">The code is not success.</exception>
    public void Check(CudaError error, string call)
    {
        if (error == CudaError.CUDA_SUCCESS)
            return;
        if (CudaErrors.IsSticky(error))
            Lose(error, call);
        ThrowIfLost();
        throw new CudaException(error, $"{call} on '{Device.Name}'");
    }

    public void CaptureBegins() => Interlocked.Increment(ref _captures);

    public void CaptureEnds() => Interlocked.Decrement(ref _captures);

    /// <summary>Remembers a launch for the report of a failure, which comes later and from elsewhere.</summary>
    public void Launching(string kernel)
    {
        _names?.Add(kernel);
        _launches[(Interlocked.Increment(ref _launchCount) - 1) & (Remembered - 1)] = kernel;
    }

    /// <summary>The names of the kernels that an action launches into a stream that records.</summary>
    public IReadOnlyList<string> NamesOf(Action record)
    {
        List<string> names = [];
        _names = names;
        try
        {
            record();
        }
        finally
        {
            _names = null;
        }
        return names;
    }

    public void Dispose()
    {
        nint context = Interlocked.Exchange(ref _context, 0);
        if (context == 0)
            return;
        _ = Driver.CtxSetCurrent(0);
        _ = Driver.DevicePrimaryCtxRelease(Device.Handle);
    }

    private void Lose(CudaError error, string call)
    {
        if (_lost is not null)
            return;
        int next = _launchCount;
        var last = Enumerable.Range(0, Remembered).Select(i => _launches[(next + i) & (Remembered - 1)]).OfType<string>().ToList();
        string kernels = last.Count == 0 ? "No kernel was launched before." : $"The last kernels launched, the newest at the end: {string.Join(", ", last)}.";
        string message = $"The CUDA context on '{Device.Name}' is lost: {call} gave {CudaErrors.Describe(error)}. {kernels} What its memory held is gone: "
            + $"{(CudaErrors.EndsProcess(error) ? "restart the process, in which CUDA runs nothing any more" : "dispose the device and open it again")}. "
            + "CONVGPU_VALIDATE=1 checks the bounds of views; compute-sanitizer names the access.";
        // Both at once: another thread may read them.
        Interlocked.CompareExchange(ref _lost, new Lost(message, error), null);
    }

    private void ThrowIfLost()
    {
        if (_lost is { } lost)
            throw CudaException.Lost(lost.Message, lost.Code);
    }

    private sealed record Lost(string Message, CudaError Code);
}
