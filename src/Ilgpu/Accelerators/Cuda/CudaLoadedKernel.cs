using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>A kernel of a CUDA accelerator. Launching allocates nothing.</summary>
internal sealed unsafe class CudaLoadedKernel : LoadedKernel
{
    private readonly CudaAccelerator _accelerator;
    private readonly CudaSession _session;
    private readonly CudaModule _module;
    private readonly CudaAssertReport? _report;
    private readonly bool[] _isPointer;
    private readonly string _name;
    private readonly nint _function;
    private readonly int _staticSharedBytes;
    private readonly int _maxGroupSize;
    private int _dynamicSharedLimit;

    private CudaLoadedKernel(CudaAccelerator accelerator, PtxKernel ptx, IrType[] parameters, CudaModule module, CudaAssertReport? report)
    {
        (_accelerator, _session, _module, _report, _name) = (accelerator, accelerator.Session, module, report, ptx.Name);
        _isPointer = [.. parameters.Select(type => type.IsPointer)];
        _function = module.Function(ptx.EntryName);
        _maxGroupSize = Ask(CudaFunctionAttribute.MaxThreadsPerBlock);
        _staticSharedBytes = Ask(CudaFunctionAttribute.SharedSizeBytes);
        RegisterCount = Ask(CudaFunctionAttribute.RegisterCount);
        LocalBytes = Ask(CudaFunctionAttribute.LocalSizeBytes);
        // Up to here no permission is needed.
        _dynamicSharedLimit = accelerator.MaxSharedMemoryPerGroup - _staticSharedBytes;
    }

    public string Name => _name;

    /// <summary>Bytes of shared memory that the kernel itself declares.</summary>
    public int StaticSharedBytes => _staticSharedBytes;

    /// <summary>Registers of an item, as the driver's compiler chose.</summary>
    public int RegisterCount { get; }

    /// <summary>Bytes of an item that lie in memory: arrays and spilled registers.</summary>
    public int LocalBytes { get; }

    /// <summary>Everything, or nothing when a driver call fails.</summary>
    public static CudaLoadedKernel Load(CudaAccelerator accelerator, PtxKernel ptx, IrType[] parameters)
    {
        if (ptx.StaticSharedBytes > accelerator.MaxSharedMemoryPerGroup)
        {
            throw new KernelCompilationException(Refusal.SharedMemorySize,
                $"Kernel {ptx.Name} with {ptx.StaticSharedBytes} bytes on '{accelerator.Name}', which has {accelerator.MaxSharedMemoryPerGroup},");
        }
        var module = CudaModule.Load(accelerator.Session, ptx.Name, ptx.Text, accelerator.Programs);
        CudaAssertReport? report = null;
        try
        {
            if (ptx.Asserts.Count > 0)
                report = new CudaAssertReport(accelerator, ptx.Asserts);
            var kernel = new CudaLoadedKernel(accelerator, ptx, parameters, module, report);
            if (report is not null)
                accelerator.Asserts.Add(report);
            return kernel;
        }
        catch
        {
            report?.Release();
            module.Dispose();
            throw;
        }
    }

    public override void Launch(AcceleratorStream stream, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments)
    {
        nint native = CudaStream.Enter(stream, _accelerator);
        if (dimensions.Groups == 0)
            return;
        CheckGroup(dimensions);
        int count = _isPointer.Length + (_report is null ? 0 : 1);
        ulong* values = stackalloc ulong[count];
        void** parameters = stackalloc void*[count];
        int slot = 0;
        for (int i = 0; i < _isPointer.Length; i++)
        {
            // The driver reads as many bytes of a value as the parameter has: the low ones.
            values[i] = (ulong)arguments[slot++];
            if (_isPointer[i])
                values[i] += (ulong)arguments[slot++];
            parameters[i] = values + i;
        }
        if (_report is not null)
        {
            values[count - 1] = _report.Address;
            parameters[count - 1] = values + (count - 1);
        }
        _session.Launching(_name);
        var error = _session.Driver.LaunchKernel(
            _function, (uint)dimensions.GridX, (uint)dimensions.GridY, (uint)dimensions.GridZ,
            (uint)dimensions.GroupX, (uint)dimensions.GroupY, (uint)dimensions.GroupZ, (uint)dimensions.DynamicSharedBytes, native, parameters);
        if (error != CudaError.CUDA_SUCCESS)
            _session.Check(error, $"Launching {_name} (cuLaunchKernel)");
        _report?.Launched();
    }

    public override void Dispose()
    {
        if (_report is not null)
        {
            _accelerator.Asserts.Remove(_report);
            _report.Release();
        }
        _module.Dispose();
    }

    private int Ask(CudaFunctionAttribute attribute)
    {
        _session.Check(_session.Driver.FuncGetAttribute(out int value, attribute, _function), "cuFuncGetAttribute");
        return value;
    }

    private void CheckGroup(in LaunchDimensions dimensions)
    {
        if (dimensions.GroupSize > _maxGroupSize)
        {
            throw new CudaException($"Kernel {_name} was launched with groups of {dimensions.GroupSize} items; '{_accelerator.Name}' runs it with "
                + $"at most {_maxGroupSize} (an item needs {RegisterCount} registers). Use smaller groups, or another KernelSpecialization.");
        }
        if (dimensions.DynamicSharedBytes > _dynamicSharedLimit)
            AllowShared(dimensions.DynamicSharedBytes);
    }

    private void AllowShared(int bytes)
    {
        // All at once: a smaller launch at the same time would take some back.
        int most = _accelerator.MaxDynamicSharedBytes - _staticSharedBytes;
        if (bytes > most)
        {
            throw new CudaException($"Kernel {_name} was launched with {bytes} bytes of dynamic shared memory beside its own {_staticSharedBytes}; "
                + $"a group of '{_accelerator.Name}' has {_accelerator.MaxDynamicSharedBytes} in all.");
        }
        _session.Check(
            _session.Driver.FuncSetAttribute(_function, CudaFunctionAttribute.MaxDynamicSharedSizeBytes, most), "cuFuncSetAttribute");
        _dynamicSharedLimit = most;
    }
}
