using System.Diagnostics;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Debugging;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Threading;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>The kernels that were compiled for one accelerator. They live until it is disposed.</summary>
internal sealed class KernelCache(Accelerator accelerator) : IDisposable
{
    private readonly Dictionary<KernelRequest, LoadedKernel> _kernels = [];
    private readonly Dictionary<(Delegate Action, Type Launcher), object> _launchers = [];
    private readonly object _gate = new();
    private readonly object _debugGate = new();
    private KernelCompiler? _compiler;
    private KernelGroup? _debugGroup;

    /// <summary>Whether a*b+c becomes one operation; tests that compare bits switch it off before they load a kernel.</summary>
    public bool Contract { get; set; } = true;

    public int Count
    {
        get
        {
            lock (_gate)
                return _kernels.Count;
        }
    }

    /// <summary>The kernels compiled so far.</summary>
    public LoadedKernel[] Loaded
    {
        get
        {
            lock (_gate)
                return [.. _kernels.Values];
        }
    }

    /// <summary>The code of a kernel, compiled at the first request.</summary>
    /// <exception cref="InternalCompilerException">It cannot be compiled. A later request tries again.</exception>
    public LoadedKernel Get(KernelRequest request)
    {
        lock (_gate)
        {
            accelerator.ThrowIfDisposed();
            if (_kernels.TryGetValue(request, out var kernel))
                return kernel;
            kernel = Compile(request);
            _kernels.Add(request, kernel);
            return kernel;
        }
    }

    /// <summary>The launcher of a kernel that is launched without being loaded, made at the first launch.</summary>
    public TLauncher Launcher<TLauncher, TAction>(TAction action, Func<Accelerator, TAction, TLauncher> create)
        where TLauncher : class
        where TAction : Delegate
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate)
        {
            if (_launchers.TryGetValue((action, typeof(TLauncher)), out object? known))
                return (TLauncher)known;
        }
        var launcher = create(accelerator, action);
        lock (_gate)
            _launchers[(action, typeof(TLauncher))] = launcher;
        return launcher;
    }

    /// <summary>Calls the C# of a kernel for every item.</summary>
    public void RunDebug(in LaunchDimensions dimensions, Action body)
    {
        lock (_debugGate)
        {
            accelerator.ThrowIfDisposed();
            _debugGroup ??= new KernelGroup();
            _debugGroup.Run(dimensions, accelerator.WarpSize, body);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var kernel in _kernels.Values)
                kernel.Dispose();
            _kernels.Clear();
            _launchers.Clear();
            (_compiler as IDisposable)?.Dispose();
            _compiler = null;
        }
        lock (_debugGate)
            _debugGroup?.Dispose();
    }

    private LoadedKernel Compile(KernelRequest request)
    {
        try
        {
            _compiler ??= accelerator.CreateCompiler();
            long start = Stopwatch.GetTimestamp();
            var kernel = _compiler.Compile(request);
            if (DebugLog.Shows(DebugLevel.Kernels))
            {
                DebugLog.Write(DebugLevel.Kernels, FormattableString.Invariant(
                    $"compiled {TypeNames.Of(request.Method)} for {accelerator.Name} in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms"));
            }
            return kernel;
        }
        catch (KernelCompilationException refusal)
        {
            refusal = refusal.At(MethodIl.Start(request.Method));
            DebugLog.Write(DebugLevel.Errors, refusal.ToString());
            throw new InternalCompilerException(refusal.Message, refusal);
        }
        catch (Exception failure) when (failure is not (AcceleratorException or InternalCompilerException or OutOfMemoryException))
        {
            DebugLog.Write(DebugLevel.Errors, failure.ToString());
            string name = $"{request.Method.DeclaringType}.{request.Method.Name}";
            throw new InternalCompilerException($"The kernel {name} could not be compiled for {accelerator.Name}: {failure.Message}", failure);
        }
    }
}
