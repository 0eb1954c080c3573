using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>The entry points of the driver's library, by the names that its header maps them to.</summary>
internal sealed unsafe class NativeCudaDriver : ICudaDriver
{
    // The order of the enum is the order of the table; names are the exported symbols.
    private enum Symbol
    {
        cuInit, cuDriverGetVersion, cuDeviceGetCount, cuDeviceGet, cuDeviceGetName, cuDeviceTotalMem_v2, cuDeviceGetAttribute,
        cuDevicePrimaryCtxRetain, cuDevicePrimaryCtxRelease_v2, cuCtxSetCurrent,
        cuMemGetInfo_v2, cuMemAlloc_v2, cuMemFree_v2, cuMemHostRegister_v2, cuMemHostUnregister,
        cuMemcpyHtoDAsync_v2, cuMemcpyDtoHAsync_v2, cuMemcpyDtoDAsync_v2, cuMemsetD8Async,
        cuStreamCreate, cuStreamDestroy_v2, cuStreamSynchronize, cuStreamWaitEvent,
        cuEventCreate, cuEventRecord, cuEventSynchronize, cuEventElapsedTime, cuEventDestroy_v2,
        cuModuleLoadDataEx, cuModuleUnload, cuModuleGetFunction, cuFuncGetAttribute, cuFuncSetAttribute, cuLaunchKernel,
        cuLinkCreate_v2, cuLinkAddData_v2, cuLinkComplete, cuLinkDestroy,
        FirstOptional,
        cuDeviceGetDefaultMemPool = FirstOptional, cuMemPoolSetAttribute, cuMemPoolTrimTo, cuMemAllocAsync, cuMemFreeAsync,
        cuStreamBeginCapture_v2, cuStreamEndCapture, cuGraphInstantiateWithFlags, cuGraphLaunch, cuGraphExecDestroy, cuGraphDestroy,
    }

    private readonly nint[] _table = new nint[(int)Enum.GetValues<Symbol>().Max() + 1];
    private readonly List<string> _missing = [];

    /// <exception cref="EntryPointNotFoundException">The library lacks a function of CUDA 11.</exception>
    public NativeCudaDriver(nint library)
    {
        for (int i = 0; i < _table.Length; i++)
        {
            string name = NameOf((Symbol)i);
            if (NativeLibrary.TryGetExport(library, name, out _table[i]))
                continue;
            if (i < (int)Symbol.FirstOptional)
                throw new EntryPointNotFoundException($"it has no function {name}.");
            _table[i] = (nint)(delegate* unmanaged<CudaError>)&NotSupported;
            _missing.Add(name);
        }
    }

    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The symbols of the library that are called.</summary>
    public static IReadOnlyList<string> SymbolNames => [.. Enumerable.Range(0, (int)Enum.GetValues<Symbol>().Max() + 1).Select(i => NameOf((Symbol)i))];

    public CudaError Init(uint flags) => ((delegate* unmanaged<uint, CudaError>)this[Symbol.cuInit])(flags);

    public CudaError DriverGetVersion(out int version)
    {
        fixed (int* result = &version)
            return ((delegate* unmanaged<int*, CudaError>)this[Symbol.cuDriverGetVersion])(result);
    }

    public CudaError DeviceGetCount(out int count)
    {
        fixed (int* countResult = &count)
            return ((delegate* unmanaged<int*, CudaError>)this[Symbol.cuDeviceGetCount])(countResult);
    }

    public CudaError DeviceGet(out int device, int ordinal)
    {
        fixed (int* deviceResult = &device)
            return ((delegate* unmanaged<int*, int, CudaError>)this[Symbol.cuDeviceGet])(deviceResult, ordinal);
    }

    public CudaError DeviceGetName(byte* name, int length, int device) =>
        ((delegate* unmanaged<byte*, int, int, CudaError>)this[Symbol.cuDeviceGetName])(name, length, device);

    public CudaError DeviceTotalMem(out nuint bytes, int device)
    {
        fixed (nuint* bytesResult = &bytes)
            return ((delegate* unmanaged<nuint*, int, CudaError>)this[Symbol.cuDeviceTotalMem_v2])(bytesResult, device);
    }

    public CudaError DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device)
    {
        fixed (int* valueResult = &value)
            return ((delegate* unmanaged<int*, CudaDeviceAttribute, int, CudaError>)this[Symbol.cuDeviceGetAttribute])(valueResult, attribute, device);
    }

    public CudaError DevicePrimaryCtxRetain(out nint context, int device)
    {
        fixed (nint* contextResult = &context)
            return ((delegate* unmanaged<nint*, int, CudaError>)this[Symbol.cuDevicePrimaryCtxRetain])(contextResult, device);
    }

    public CudaError DevicePrimaryCtxRelease(int device) => ((delegate* unmanaged<int, CudaError>)this[Symbol.cuDevicePrimaryCtxRelease_v2])(device);

    public CudaError CtxSetCurrent(nint context) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuCtxSetCurrent])(context);

    public CudaError MemGetInfo(out nuint free, out nuint total)
    {
        fixed (nuint* freeResult = &free)
        fixed (nuint* totalResult = &total)
            return ((delegate* unmanaged<nuint*, nuint*, CudaError>)this[Symbol.cuMemGetInfo_v2])(freeResult, totalResult);
    }

    public CudaError MemAlloc(out ulong address, nuint bytes)
    {
        fixed (ulong* addressResult = &address)
            return ((delegate* unmanaged<ulong*, nuint, CudaError>)this[Symbol.cuMemAlloc_v2])(addressResult, bytes);
    }

    public CudaError MemFree(ulong address) => ((delegate* unmanaged<ulong, CudaError>)this[Symbol.cuMemFree_v2])(address);

    public CudaError DeviceGetDefaultMemPool(out nint pool, int device)
    {
        fixed (nint* poolResult = &pool)
            return ((delegate* unmanaged<nint*, int, CudaError>)this[Symbol.cuDeviceGetDefaultMemPool])(poolResult, device);
    }

    public CudaError MemPoolSetAttribute(nint pool, CudaPoolAttribute attribute, ulong value) =>
        ((delegate* unmanaged<nint, CudaPoolAttribute, ulong*, CudaError>)this[Symbol.cuMemPoolSetAttribute])(pool, attribute, &value);

    public CudaError MemPoolTrimTo(nint pool, nuint bytesToKeep) =>
        ((delegate* unmanaged<nint, nuint, CudaError>)this[Symbol.cuMemPoolTrimTo])(pool, bytesToKeep);

    public CudaError MemAllocAsync(out ulong address, nuint bytes, nint stream)
    {
        fixed (ulong* addressResult = &address)
            return ((delegate* unmanaged<ulong*, nuint, nint, CudaError>)this[Symbol.cuMemAllocAsync])(addressResult, bytes, stream);
    }

    public CudaError MemFreeAsync(ulong address, nint stream) =>
        ((delegate* unmanaged<ulong, nint, CudaError>)this[Symbol.cuMemFreeAsync])(address, stream);

    public CudaError MemHostRegister(void* memory, nuint bytes, uint flags) =>
        ((delegate* unmanaged<void*, nuint, uint, CudaError>)this[Symbol.cuMemHostRegister_v2])(memory, bytes, flags);

    public CudaError MemHostUnregister(void* memory) => ((delegate* unmanaged<void*, CudaError>)this[Symbol.cuMemHostUnregister])(memory);

    public CudaError MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream) =>
        ((delegate* unmanaged<ulong, void*, nuint, nint, CudaError>)this[Symbol.cuMemcpyHtoDAsync_v2])(target, source, bytes, stream);

    public CudaError MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream) =>
        ((delegate* unmanaged<void*, ulong, nuint, nint, CudaError>)this[Symbol.cuMemcpyDtoHAsync_v2])(target, source, bytes, stream);

    public CudaError MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream) =>
        ((delegate* unmanaged<ulong, ulong, nuint, nint, CudaError>)this[Symbol.cuMemcpyDtoDAsync_v2])(target, source, bytes, stream);

    public CudaError MemsetD8Async(ulong target, byte value, nuint bytes, nint stream) =>
        ((delegate* unmanaged<ulong, byte, nuint, nint, CudaError>)this[Symbol.cuMemsetD8Async])(target, value, bytes, stream);

    public CudaError StreamCreate(out nint stream, CudaStreamFlags flags)
    {
        fixed (nint* streamResult = &stream)
            return ((delegate* unmanaged<nint*, CudaStreamFlags, CudaError>)this[Symbol.cuStreamCreate])(streamResult, flags);
    }

    public CudaError StreamDestroy(nint stream) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuStreamDestroy_v2])(stream);

    public CudaError StreamSynchronize(nint stream) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuStreamSynchronize])(stream);

    public CudaError StreamWaitEvent(nint stream, nint ev, uint flags) =>
        ((delegate* unmanaged<nint, nint, uint, CudaError>)this[Symbol.cuStreamWaitEvent])(stream, ev, flags);

    public CudaError EventCreate(out nint ev, CudaEventFlags flags)
    {
        fixed (nint* evResult = &ev)
            return ((delegate* unmanaged<nint*, CudaEventFlags, CudaError>)this[Symbol.cuEventCreate])(evResult, flags);
    }

    public CudaError EventRecord(nint ev, nint stream) => ((delegate* unmanaged<nint, nint, CudaError>)this[Symbol.cuEventRecord])(ev, stream);

    public CudaError EventSynchronize(nint ev) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuEventSynchronize])(ev);

    public CudaError EventElapsedTime(out float milliseconds, nint start, nint end)
    {
        fixed (float* millisecondsResult = &milliseconds)
            return ((delegate* unmanaged<float*, nint, nint, CudaError>)this[Symbol.cuEventElapsedTime])(millisecondsResult, start, end);
    }

    public CudaError EventDestroy(nint ev) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuEventDestroy_v2])(ev);

    public CudaError ModuleLoadDataEx(out nint module, void* image, uint optionCount, CudaJitOption* options, void** values)
    {
        fixed (nint* moduleResult = &module)
            return ((delegate* unmanaged<nint*, void*, uint, CudaJitOption*, void**, CudaError>)this[Symbol.cuModuleLoadDataEx])(moduleResult, image, optionCount, options, values);
    }

    public CudaError ModuleUnload(nint module) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuModuleUnload])(module);

    public CudaError ModuleGetFunction(out nint function, nint module, byte* name)
    {
        fixed (nint* functionResult = &function)
            return ((delegate* unmanaged<nint*, nint, byte*, CudaError>)this[Symbol.cuModuleGetFunction])(functionResult, module, name);
    }

    public CudaError FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function)
    {
        fixed (int* valueResult = &value)
            return ((delegate* unmanaged<int*, CudaFunctionAttribute, nint, CudaError>)this[Symbol.cuFuncGetAttribute])(valueResult, attribute, function);
    }

    public CudaError FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value) =>
        ((delegate* unmanaged<nint, CudaFunctionAttribute, int, CudaError>)this[Symbol.cuFuncSetAttribute])(function, attribute, value);

    public CudaError LinkCreate(uint optionCount, CudaJitOption* options, void** values, out nint link)
    {
        fixed (nint* linkResult = &link)
            return ((delegate* unmanaged<uint, CudaJitOption*, void**, nint*, CudaError>)this[Symbol.cuLinkCreate_v2])(optionCount, options, values, linkResult);
    }

    public CudaError LinkDestroy(nint link) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuLinkDestroy])(link);

    public CudaError StreamBeginCapture(nint stream, CudaCaptureMode mode) =>
        ((delegate* unmanaged<nint, CudaCaptureMode, CudaError>)this[Symbol.cuStreamBeginCapture_v2])(stream, mode);

    public CudaError StreamEndCapture(nint stream, out nint graph)
    {
        fixed (nint* graphResult = &graph)
            return ((delegate* unmanaged<nint, nint*, CudaError>)this[Symbol.cuStreamEndCapture])(stream, graphResult);
    }

    public CudaError GraphInstantiate(out nint executable, nint graph, ulong flags)
    {
        fixed (nint* executableResult = &executable)
            return ((delegate* unmanaged<nint*, nint, ulong, CudaError>)this[Symbol.cuGraphInstantiateWithFlags])(executableResult, graph, flags);
    }

    public CudaError GraphLaunch(nint executable, nint stream) =>
        ((delegate* unmanaged<nint, nint, CudaError>)this[Symbol.cuGraphLaunch])(executable, stream);

    public CudaError GraphExecDestroy(nint executable) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuGraphExecDestroy])(executable);

    public CudaError GraphDestroy(nint graph) => ((delegate* unmanaged<nint, CudaError>)this[Symbol.cuGraphDestroy])(graph);

    public CudaError LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint groupX, uint groupY, uint groupZ, uint sharedBytes, nint stream, void** parameters) =>
        ((delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, CudaError>)this[Symbol.cuLaunchKernel])(
            function, gridX, gridY, gridZ, groupX, groupY, groupZ, sharedBytes, stream, parameters, null);

    public CudaError LinkAddData(nint link, CudaJitInput type, void* data, nuint bytes, byte* name) =>
        ((delegate* unmanaged<nint, CudaJitInput, void*, nuint, byte*, uint, CudaJitOption*, void**, CudaError>)this[Symbol.cuLinkAddData_v2])(
            link, type, data, bytes, name, 0, null, null);

    public CudaError LinkComplete(nint link, out void* program, out nuint bytes)
    {
        fixed (void** programResult = &program)
        fixed (nuint* bytesResult = &bytes)
            return ((delegate* unmanaged<nint, void**, nuint*, CudaError>)this[Symbol.cuLinkComplete])(link, programResult, bytesResult);
    }

    private nint this[Symbol symbol] => _table[(int)symbol];

    // FirstOptional is a second name of a symbol, which ToString might give.
    private static string NameOf(Symbol symbol) =>
        symbol == Symbol.FirstOptional ? nameof(Symbol.cuDeviceGetDefaultMemPool) : symbol.ToString();

    // Stands for a function that is missing. The caller of a C function removes its arguments, so it may take any.
    [UnmanagedCallersOnly]
    private static CudaError NotSupported() => CudaError.CUDA_ERROR_NOT_SUPPORTED;
}
