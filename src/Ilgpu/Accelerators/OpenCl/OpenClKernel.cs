using System.Collections.Immutable;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>A kernel object and the way its arguments are set. Launching allocates nothing.</summary>
internal sealed unsafe class OpenClKernel : IDisposable
{
    private readonly OpenClApi _api;
    private readonly OpenClProgram _program;
    private readonly ImmutableArray<IrType> _parameters;
    private readonly bool _usesDynamicShared;
    private readonly OpenClGroupMapping _mapping;
    private readonly Lock _lock = new();
    private nint _handle;

    public OpenClKernel(OpenClDeviceInfo device, OpenClProgram program, OpenClSource source, IReadOnlyList<Parameter> parameters, OpenClGroupMapping mapping)
    {
        _api = device.Api;
        _program = program;
        _parameters = [.. parameters.Select(parameter => parameter.Type)];
        _usesDynamicShared = source.UsesDynamicShared;
        _mapping = mapping;
        _handle = _api.CreateKernel(program.Handle, source.KernelName);
        try
        {
            MaxGroupSize = mapping == OpenClGroupMapping.WorkItem
                ? device.MaxGroupSize
                : (int)_api.GetKernelWorkGroupInfo(_handle, device.Device, OpenClConstants.KernelWorkGroupSize);
        }
        catch
        {
            _api.ReleaseKernel(_handle);
            throw;
        }
    }

    /// <summary>Items a group may have.</summary>
    public int MaxGroupSize { get; }

    /// <summary>Puts the kernel into a queue; arguments as in <see cref="LoadedKernel"/>.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="dimensions">Sizes; no group, no launch.</param>
    /// <param name="arguments">8-byte slots.</param>
    /// <param name="report">The buffer for failed asserts, or 0 where the kernel has none.</param>
    public void Launch(nint queue, in LaunchDimensions dimensions, ReadOnlySpan<long> arguments, nint report)
    {
        if (dimensions.Groups == 0)
            return;
        nuint* global = stackalloc nuint[3];
        nuint* local = stackalloc nuint[3];
        bool items = _mapping == OpenClGroupMapping.WorkGroup;
        local[0] = items ? (nuint)dimensions.GroupX : 1;
        local[1] = items ? (nuint)dimensions.GroupY : 1;
        local[2] = items ? (nuint)dimensions.GroupZ : 1;
        global[0] = (nuint)dimensions.GridX * local[0];
        global[1] = (nuint)dimensions.GridY * local[1];
        global[2] = (nuint)dimensions.GridZ * local[2];
        // Arguments belong to the kernel object until it is enqueued.
        lock (_lock)
        {
            SetArguments(arguments, dimensions.DynamicSharedBytes, report);
            _api.EnqueueKernel(queue, _handle, global, local);
        }
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
            return;
        _api.ReleaseKernel(handle);
        _program.Dispose();
    }

    private void SetArguments(ReadOnlySpan<long> arguments, int dynamicSharedBytes, nint report)
    {
        uint index = 0;
        int slot = 0;
        fixed (long* slots = arguments)
        {
            foreach (var type in _parameters)
            {
                if (type.IsPointer)
                {
                    _api.SetArgument(_handle, index++, (nuint)sizeof(nint), slots + slot++);
                    _api.SetArgument(_handle, index++, sizeof(ulong), slots + slot++);
                }
                else
                    _api.SetArgument(_handle, index++, (nuint)type.ElementBytes, slots + slot++);
            }
        }
        if (_usesDynamicShared)
            _api.SetArgument(_handle, index++, (nuint)Math.Max(dynamicSharedBytes, 16), null);
        if (report != 0)
            _api.SetArgument(_handle, index, (nuint)sizeof(nint), &report);
    }
}
