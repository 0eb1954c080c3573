using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>
/// The calls of the CUDA driver API that are used, one method each, named as there. A size_t is a nuint, a CUdeviceptr a ulong, a CUdevice
/// an int, other handles are nints. A call that the installed driver lacks gives CUDA_ERROR_NOT_SUPPORTED.
/// </summary>
internal unsafe interface ICudaDriver
{
    /// <summary>Calls that this driver is too old for.</summary>
    IReadOnlyList<string> Missing { get; }

    CudaError Init(uint flags);
    CudaError DriverGetVersion(out int version);
    CudaError DeviceGetCount(out int count);
    CudaError DeviceGet(out int device, int ordinal);
    CudaError DeviceGetName(byte* name, int length, int device);
    CudaError DeviceTotalMem(out nuint bytes, int device);
    CudaError DeviceGetAttribute(out int value, CudaDeviceAttribute attribute, int device);

    CudaError DevicePrimaryCtxRetain(out nint context, int device);
    CudaError DevicePrimaryCtxRelease(int device);
    CudaError CtxSetCurrent(nint context);

    CudaError MemGetInfo(out nuint free, out nuint total);
    CudaError MemAlloc(out ulong address, nuint bytes);
    CudaError MemFree(ulong address);
    CudaError DeviceGetDefaultMemPool(out nint pool, int device);
    CudaError MemPoolSetAttribute(nint pool, CudaPoolAttribute attribute, ulong value);
    CudaError MemPoolTrimTo(nint pool, nuint bytesToKeep);
    CudaError MemAllocAsync(out ulong address, nuint bytes, nint stream);
    CudaError MemFreeAsync(ulong address, nint stream);
    CudaError MemHostRegister(void* memory, nuint bytes, uint flags);
    CudaError MemHostUnregister(void* memory);
    CudaError MemcpyHtoDAsync(ulong target, void* source, nuint bytes, nint stream);
    CudaError MemcpyDtoHAsync(void* target, ulong source, nuint bytes, nint stream);
    CudaError MemcpyDtoDAsync(ulong target, ulong source, nuint bytes, nint stream);
    CudaError MemsetD8Async(ulong target, byte value, nuint bytes, nint stream);

    CudaError StreamCreate(out nint stream, CudaStreamFlags flags);
    CudaError StreamDestroy(nint stream);
    CudaError StreamSynchronize(nint stream);
    CudaError StreamWaitEvent(nint stream, nint ev, uint flags);
    CudaError EventCreate(out nint ev, CudaEventFlags flags);
    CudaError EventRecord(nint ev, nint stream);
    CudaError EventSynchronize(nint ev);
    CudaError EventElapsedTime(out float milliseconds, nint start, nint end);
    CudaError EventDestroy(nint ev);

    CudaError ModuleLoadDataEx(out nint module, void* image, uint optionCount, CudaJitOption* options, void** values);
    CudaError ModuleUnload(nint module);
    CudaError ModuleGetFunction(out nint function, nint module, byte* name);
    CudaError FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function);
    CudaError FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value);
    CudaError LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint groupX, uint groupY, uint groupZ, uint sharedBytes, nint stream, void** parameters);

    CudaError LinkCreate(uint optionCount, CudaJitOption* options, void** values, out nint link);
    CudaError LinkAddData(nint link, CudaJitInput type, void* data, nuint bytes, byte* name);
    /// <summary>The compiled program belongs to the link and is gone after <see cref="LinkDestroy"/>.</summary>
    CudaError LinkComplete(nint link, out void* program, out nuint bytes);
    CudaError LinkDestroy(nint link);

    CudaError StreamBeginCapture(nint stream, CudaCaptureMode mode);
    CudaError StreamEndCapture(nint stream, out nint graph);
    CudaError GraphInstantiate(out nint executable, nint graph, ulong flags);
    CudaError GraphLaunch(nint executable, nint stream);
    CudaError GraphExecDestroy(nint executable);
    CudaError GraphDestroy(nint graph);
}
