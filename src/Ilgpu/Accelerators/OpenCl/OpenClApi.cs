using System.Runtime.InteropServices;
using System.Text;
using static ConvGpu.Ilgpu.Accelerators.OpenCl.OpenClConstants;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>
/// The entry points of one OpenCL library. Every call that can fail passes <see cref="Fault"/> first, so a test can make it fail once;
/// every object that is created is counted in <see cref="Live"/> until it is released.
/// </summary>
internal sealed unsafe partial class OpenClApi
{
    private readonly nint _library;
    private readonly List<string> _entryPoints = [];

    private readonly delegate* unmanaged<uint, nint*, uint*, int> _getPlatformIds;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getPlatformInfo;
    private readonly delegate* unmanaged<nint, ulong, uint, nint*, uint*, int> _getDeviceIds;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getDeviceInfo;
    private readonly delegate* unmanaged<nint*, uint, nint*, void*, void*, int*, nint> _createContext;
    private readonly delegate* unmanaged<nint, int> _releaseContext;

    /// <exception cref="EntryPointNotFoundException">The library lacks a function of OpenCL 1.2.</exception>
    public OpenClApi(nint library)
    {
        _library = library;
        _getPlatformIds = (delegate* unmanaged<uint, nint*, uint*, int>)Find("clGetPlatformIDs");
        _getPlatformInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetPlatformInfo");
        _getDeviceIds = (delegate* unmanaged<nint, ulong, uint, nint*, uint*, int>)Find("clGetDeviceIDs");
        _getDeviceInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetDeviceInfo");
        _createContext = (delegate* unmanaged<nint*, uint, nint*, void*, void*, int*, nint>)Find("clCreateContext");
        _releaseContext = (delegate* unmanaged<nint, int>)Find("clReleaseContext");

        _createCommandQueue = (delegate* unmanaged<nint, nint, ulong, int*, nint>)Find("clCreateCommandQueue");
        _releaseCommandQueue = (delegate* unmanaged<nint, int>)Find("clReleaseCommandQueue");
        _flush = (delegate* unmanaged<nint, int>)Find("clFlush");
        _finish = (delegate* unmanaged<nint, int>)Find("clFinish");
        _createBuffer = (delegate* unmanaged<nint, ulong, nuint, void*, int*, nint>)Find("clCreateBuffer");
        _releaseMemObject = (delegate* unmanaged<nint, int>)Find("clReleaseMemObject");
        _enqueueReadBuffer =
            (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)Find("clEnqueueReadBuffer");
        _enqueueWriteBuffer =
            (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)Find("clEnqueueWriteBuffer");
        _enqueueCopyBuffer =
            (delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, int>)Find("clEnqueueCopyBuffer");
        _enqueueFillBuffer =
            (delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, int>)Find("clEnqueueFillBuffer");
        _enqueueMapBuffer =
            (delegate* unmanaged<nint, nint, uint, ulong, nuint, nuint, uint, nint*, nint*, int*, void*>)Find("clEnqueueMapBuffer");
        _enqueueUnmapMemObject = (delegate* unmanaged<nint, nint, void*, uint, nint*, nint*, int>)Find("clEnqueueUnmapMemObject");
        _enqueueMarker = (delegate* unmanaged<nint, uint, nint*, nint*, int>)Find("clEnqueueMarkerWithWaitList");
        _waitForEvents = (delegate* unmanaged<uint, nint*, int>)Find("clWaitForEvents");
        _getEventProfilingInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetEventProfilingInfo");
        _releaseEvent = (delegate* unmanaged<nint, int>)Find("clReleaseEvent");

        _createProgramWithSource = (delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint>)Find("clCreateProgramWithSource");
        _createProgramWithBinary =
            (delegate* unmanaged<nint, uint, nint*, nuint*, byte**, int*, int*, nint>)Find("clCreateProgramWithBinary");
        _buildProgram = (delegate* unmanaged<nint, uint, nint*, byte*, void*, void*, int>)Find("clBuildProgram");
        _getProgramInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)Find("clGetProgramInfo");
        _getProgramBuildInfo = (delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int>)Find("clGetProgramBuildInfo");
        _releaseProgram = (delegate* unmanaged<nint, int>)Find("clReleaseProgram");
        _createKernel = (delegate* unmanaged<nint, byte*, int*, nint>)Find("clCreateKernel");
        _releaseKernel = (delegate* unmanaged<nint, int>)Find("clReleaseKernel");
        _setKernelArgument = (delegate* unmanaged<nint, uint, nuint, void*, int>)Find("clSetKernelArg");
        _getKernelWorkGroupInfo = (delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int>)Find("clGetKernelWorkGroupInfo");
        _enqueueKernel =
            (delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int>)Find("clEnqueueNDRangeKernel");
    }

    /// <summary>Asked with the function's name before each call; a result other than 0 is taken for the call's error. For tests.</summary>
    public Func<string, int>? Fault { get; set; }

    /// <summary>Names of the functions of this table, as <see cref="Fault"/> gets them.</summary>
    public IReadOnlyList<string> EntryPoints => _entryPoints;

    /// <summary>Objects created through this table and not released yet.</summary>
    public OpenClLiveObjects Live { get; } = new();

    /// <summary>The platforms; empty where the loader knows none.</summary>
    public nint[] GetPlatforms()
    {
        uint count = 0;
        int error = Injected("clGetPlatformIDs");
        if (error == 0)
            error = _getPlatformIds(0, null, &count);
        if (error == PlatformNotFound || (error == 0 && count == 0))
            return [];
        Check(error, "clGetPlatformIDs");
        var platforms = new nint[count];
        fixed (nint* target = platforms)
            Check(_getPlatformIds(count, target, null), "clGetPlatformIDs");
        return platforms;
    }

    /// <summary>All devices of a platform; empty where it has none.</summary>
    public nint[] GetDevices(nint platform)
    {
        uint count = 0;
        int error = Injected("clGetDeviceIDs");
        if (error == 0)
            error = _getDeviceIds(platform, TypeAll, 0, null, &count);
        if (error == (int)ILGPU.Runtime.OpenCL.CLError.CL_DEVICE_NOT_FOUND || (error == 0 && count == 0))
            return [];
        Check(error, "clGetDeviceIDs");
        var devices = new nint[count];
        fixed (nint* target = devices)
            Check(_getDeviceIds(platform, TypeAll, count, target, null), "clGetDeviceIDs");
        return devices;
    }

    public string GetPlatformString(nint platform, uint parameter)
    {
        nuint size = 0;
        int error = Injected("clGetPlatformInfo");
        Check(error != 0 ? error : _getPlatformInfo(platform, parameter, 0, null, &size), "clGetPlatformInfo");
        var bytes = new byte[size];
        fixed (byte* target = bytes)
            Check(_getPlatformInfo(platform, parameter, size, target, null), "clGetPlatformInfo");
        return Text(bytes);
    }

    public string GetDeviceString(nint device, uint parameter) => Text(GetDeviceBytes(device, parameter));

    public byte[] GetDeviceBytes(nint device, uint parameter)
    {
        nuint size = 0;
        int error = Injected("clGetDeviceInfo");
        Check(error != 0 ? error : _getDeviceInfo(device, parameter, 0, null, &size), "clGetDeviceInfo");
        var bytes = new byte[size];
        fixed (byte* target = bytes)
            Check(_getDeviceInfo(device, parameter, size, target, null), "clGetDeviceInfo");
        return bytes;
    }

    /// <summary>A property of fixed size, or the driver's error.</summary>
    public int TryGetDeviceInfo<T>(nint device, uint parameter, out T value) where T : unmanaged
    {
        T result = default;
        int error = Injected("clGetDeviceInfo");
        if (error == 0)
            error = _getDeviceInfo(device, parameter, (nuint)sizeof(T), &result, null);
        value = result;
        return error;
    }

    public T GetDeviceInfo<T>(nint device, uint parameter) where T : unmanaged
    {
        Check(TryGetDeviceInfo(device, parameter, out T value), "clGetDeviceInfo");
        return value;
    }

    public nint CreateContext(nint device)
    {
        int error = Injected("clCreateContext");
        nint context = error == 0 ? _createContext(null, 1, &device, null, null, &error) : 0;
        Check(error, "clCreateContext");
        Live.Add(OpenClObject.Context);
        return context;
    }

    public void ReleaseContext(nint context)
    {
        _ = _releaseContext(context);
        Live.Remove(OpenClObject.Context);
    }

    /// <exception cref="ILGPU.Runtime.OpenCL.CLException">The code is not success.</exception>
    public static void Check(int error, string call)
    {
        if (error != 0)
            throw new ILGPU.Runtime.OpenCL.CLException((ILGPU.Runtime.OpenCL.CLError)error, call);
    }

    private int Injected(string call) => Fault is { } fault ? fault(call) : 0;

    private nint Find(string name)
    {
        if (!NativeLibrary.TryGetExport(_library, name, out nint address))
            throw new EntryPointNotFoundException($"it has no function {name}.");
        _entryPoints.Add(name);
        return address;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim();
}
