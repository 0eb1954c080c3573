using System.Text;
using static ConvGpu.Ilgpu.Accelerators.OpenCl.OpenClConstants;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <content>Programs and kernels.</content>
internal sealed unsafe partial class OpenClApi
{
    private readonly delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint> _createProgramWithSource;
    private readonly delegate* unmanaged<nint, uint, nint*, nuint*, byte**, int*, int*, nint> _createProgramWithBinary;
    private readonly delegate* unmanaged<nint, uint, nint*, byte*, void*, void*, int> _buildProgram;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> _getProgramInfo;
    private readonly delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int> _getProgramBuildInfo;
    private readonly delegate* unmanaged<nint, int> _releaseProgram;
    private readonly delegate* unmanaged<nint, byte*, int*, nint> _createKernel;
    private readonly delegate* unmanaged<nint, int> _releaseKernel;
    private readonly delegate* unmanaged<nint, uint, nuint, void*, int> _setKernelArgument;
    private readonly delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int> _getKernelWorkGroupInfo;
    private readonly delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int> _enqueueKernel;

    public nint CreateProgram(nint context, string source)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(source);
        nuint length = (nuint)bytes.Length;
        int error = Injected("clCreateProgramWithSource");
        nint program = 0;
        fixed (byte* text = bytes)
        {
            byte* line = text;
            if (error == 0)
                program = _createProgramWithSource(context, 1, &line, &length, &error);
        }
        Check(error, "clCreateProgramWithSource");
        Live.Add(OpenClObject.Program);
        return program;
    }

    public nint CreateProgram(nint context, nint device, ReadOnlySpan<byte> binary)
    {
        nuint length = (nuint)binary.Length;
        int status = 0;
        int error = Injected("clCreateProgramWithBinary");
        nint program = 0;
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            if (error == 0)
                program = _createProgramWithBinary(context, 1, &device, &length, &start, &status, &error);
        }
        if (error == 0 && status != 0)
        {
            if (program != 0)
                _ = _releaseProgram(program);
            error = status;
        }
        Check(error, "clCreateProgramWithBinary");
        Live.Add(OpenClObject.Program);
        return program;
    }

    /// <summary>The driver's result; the log is in <see cref="GetBuildLog"/>.</summary>
    public int BuildProgram(nint program, nint device, string options)
    {
        int error = Injected("clBuildProgram");
        if (error != 0)
            return error;
        fixed (byte* text = Encoding.ASCII.GetBytes(options + '\0'))
            return _buildProgram(program, 1, &device, text, null, null);
    }

    public string GetBuildLog(nint program, nint device)
    {
        nuint size = 0;
        if (Injected("clGetProgramBuildInfo") != 0 || _getProgramBuildInfo(program, device, ProgramBuildLog, 0, null, &size) != 0 || size == 0)
            return "";
        var bytes = new byte[size];
        fixed (byte* target = bytes)
            return _getProgramBuildInfo(program, device, ProgramBuildLog, size, target, null) == 0 ? Text(bytes) : "";
    }

    /// <summary>The compiled program of its one device; empty where the driver gives none.</summary>
    public byte[] GetBinary(nint program)
    {
        nuint size = 0;
        int error = Injected("clGetProgramInfo");
        Check(error != 0 ? error : _getProgramInfo(program, ProgramBinarySizes, (nuint)sizeof(nuint), &size, null), "clGetProgramInfo");
        var binary = new byte[size];
        fixed (byte* bytes = binary)
        {
            byte* start = bytes;
            if (size != 0)
                Check(_getProgramInfo(program, ProgramBinaries, (nuint)sizeof(byte*), &start, null), "clGetProgramInfo");
        }
        return binary;
    }

    public void ReleaseProgram(nint program)
    {
        _ = _releaseProgram(program);
        Live.Remove(OpenClObject.Program);
    }

    public nint CreateKernel(nint program, string name)
    {
        int error = Injected("clCreateKernel");
        nint kernel = 0;
        fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0'))
        {
            if (error == 0)
                kernel = _createKernel(program, text, &error);
        }
        Check(error, "clCreateKernel");
        Live.Add(OpenClObject.Kernel);
        return kernel;
    }

    public void ReleaseKernel(nint kernel)
    {
        _ = _releaseKernel(kernel);
        Live.Remove(OpenClObject.Kernel);
    }

    public void SetArgument(nint kernel, uint index, nuint size, void* value)
    {
        int error = Injected("clSetKernelArg");
        Check(error != 0 ? error : _setKernelArgument(kernel, index, size, value), "clSetKernelArg");
    }

    public ulong GetKernelWorkGroupInfo(nint kernel, nint device, uint parameter)
    {
        ulong value = 0;
        int error = Injected("clGetKernelWorkGroupInfo");
        Check(error != 0 ? error : _getKernelWorkGroupInfo(kernel, device, parameter, sizeof(ulong), &value, null), "clGetKernelWorkGroupInfo");
        return value;
    }

    /// <summary>Starts a kernel; both arrays have three sizes in items, X first.</summary>
    public void EnqueueKernel(nint queue, nint kernel, nuint* globalSize, nuint* localSize)
    {
        int error = Injected("clEnqueueNDRangeKernel");
        Check(error != 0 ? error : _enqueueKernel(queue, kernel, 3, null, globalSize, localSize, 0, null, null), "clEnqueueNDRangeKernel");
    }
}
