using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.FakeCuda;

/// <content>Programs and launches. A compiled program is a mark and the text.</content>
internal unsafe partial class FakeCudaDriver
{
    private static readonly byte[] CompiledMark = "\u007fFAKE CUBIN\n"u8.ToArray();

    /// <summary>A text with this in it does not compile.</summary>
    public const string BrokenText = "this is no ptx";

    public CudaError LinkCreate(uint optionCount, CudaJitOption* options, void** values, out nint link)
    {
        link = 0;
        var error = Begin("cuLinkCreate");
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        var made = new FakeLink();
        for (int i = 0; i < (int)optionCount; i++)
        {
            if (options[i] == CudaJitOption.ErrorLogBuffer)
                made.ErrorLog = (nint)values[i];
            else if (options[i] == CudaJitOption.ErrorLogBufferSize)
                made.ErrorLogBytes = (int)(nint)values[i];
        }
        link = Add(made);
        return error;
    }

    public CudaError LinkAddData(nint link, CudaJitInput type, void* data, nuint bytes, byte* name)
    {
        var error = Begin("cuLinkAddData");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeLink>(link, "cuLinkAddData") is not { } made)
            return error;
        var source = new ReadOnlySpan<byte>(data, (int)bytes);
        if (source[^1] != 0)
            Violations.Add("PTX without a zero behind it");
        made.Text = Encoding.ASCII.GetString(source[..^1]);
        string? problem = made.Text.Contains(BrokenText, StringComparison.Ordinal) ? $"error : {BrokenText}" : Refuse(made.Text);
        if (problem is null)
            return error;
        var log = Encoding.ASCII.GetBytes(problem + '\0');
        log.AsSpan(0, Math.Min(log.Length, made.ErrorLogBytes)).CopyTo(new Span<byte>((void*)made.ErrorLog, made.ErrorLogBytes));
        return CudaError.CUDA_ERROR_INVALID_PTX;
    }

    public CudaError LinkComplete(nint link, out void* program, out nuint bytes)
    {
        program = null;
        bytes = 0;
        var error = Begin("cuLinkComplete");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeLink>(link, "cuLinkComplete") is not { } made)
            return error;
        // The zero at the end is the length of the image, which a cubin has in its header.
        byte[] compiled = [.. CompiledMark, .. Encoding.ASCII.GetBytes(made.Text + '\0')];
        made.Program = (nint)NativeMemory.Alloc((nuint)compiled.Length);
        compiled.CopyTo(new Span<byte>((void*)made.Program, compiled.Length));
        program = (void*)made.Program;
        bytes = (nuint)compiled.Length;
        return error;
    }

    public CudaError LinkDestroy(nint link)
    {
        var error = BeginRelease("cuLinkDestroy");
        if (Remove<FakeLink>(link, "cuLinkDestroy") is { Program: not 0 } made)
            NativeMemory.Free((void*)made.Program);
        return error;
    }

    public CudaError ModuleLoadDataEx(out nint module, void* image, uint optionCount, CudaJitOption* options, void** values)
    {
        module = 0;
        var error = Begin("cuModuleLoadDataEx");
        if (error != CudaError.CUDA_SUCCESS)
            return error;
        if (AnyCapture() is { } queue)
            return Invalidate(queue);
        if (!new ReadOnlySpan<byte>(image, CompiledMark.Length).SequenceEqual(CompiledMark))
            return CudaError.CUDA_ERROR_INVALID_IMAGE;
        string text = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)image))[CompiledMark.Length..];
        module = Add(new FakeModule(text, Parse(text)));
        return error;
    }

    public CudaError ModuleUnload(nint module)
    {
        var error = BeginRelease("cuModuleUnload");
        RunAll();
        Remove<FakeModule>(module, "cuModuleUnload");
        return error;
    }

    public CudaError ModuleGetFunction(out nint function, nint module, byte* name)
    {
        function = 0;
        var error = Begin("cuModuleGetFunction");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeModule>(module, "cuModuleGetFunction") is not { } program)
            return error;
        if (Entry(program, Marshal.PtrToStringAnsi((nint)name)!) is not { } entry)
            return CudaError.CUDA_ERROR_NOT_FOUND;
        function = Add(entry);
        return error;
    }

    public CudaError FuncGetAttribute(out int value, CudaFunctionAttribute attribute, nint function)
    {
        value = 0;
        var error = Begin("cuFuncGetAttribute");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeFunction>(function, "cuFuncGetAttribute") is not { } entry)
            return error;
        value = attribute switch
        {
            CudaFunctionAttribute.MaxThreadsPerBlock => entry.MaxThreads,
            CudaFunctionAttribute.SharedSizeBytes => entry.StaticSharedBytes,
            CudaFunctionAttribute.RegisterCount => 32,
            CudaFunctionAttribute.MaxDynamicSharedSizeBytes => entry.MaxDynamicSharedBytes,
            _ => 0,
        };
        return error;
    }

    public CudaError FuncSetAttribute(nint function, CudaFunctionAttribute attribute, int value)
    {
        var error = Begin("cuFuncSetAttribute");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeFunction>(function, "cuFuncSetAttribute") is not { } entry)
            return error;
        if (attribute != CudaFunctionAttribute.MaxDynamicSharedSizeBytes
            || value + entry.StaticSharedBytes > Attributes[CudaDeviceAttribute.MaxSharedMemoryPerBlockOptIn])
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        entry.MaxDynamicSharedBytes = value;
        return error;
    }

    public CudaError LaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint groupX, uint groupY, uint groupZ, uint sharedBytes, nint stream, void** parameters) =>
        IsSilent ? CudaError.CUDA_SUCCESS
        : Launch(function, ((int)gridX, (int)gridY, (int)gridZ), ((int)groupX, (int)groupY, (int)groupZ), (int)sharedBytes, stream, parameters);

    /// <summary>Why a text does not compile; null when it does.</summary>
    protected virtual string? Refuse(string text) => null;

    /// <summary>What is made of a text when it is loaded.</summary>
    protected virtual object? Parse(string text) => null;

    /// <summary>An entry of a module; null where it has no such entry.</summary>
    protected virtual FakeFunction? Entry(FakeModule module, string name)
    {
        var header = Regex.Match(module.Text, $@"\.entry\s+{Regex.Escape(name)}\s*\(([^)]*)\)");
        if (!header.Success)
            return null;
        var parameters = Regex.Matches(header.Groups[1].Value, @"\.param\s+\.[a-z]+(\d+)").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 8);
        return new FakeFunction(name, [.. parameters], 1024, 0, null);
    }

    /// <summary>Runs a kernel; an error that is given stays.</summary>
    protected virtual CudaError Execute(
        FakeFunction function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, byte[] arguments) => CudaError.CUDA_SUCCESS;

    private CudaError Launch(
        nint function, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, int sharedBytes, nint stream, void** parameters)
    {
        var error = Begin("cuLaunchKernel");
        if (error != CudaError.CUDA_SUCCESS || Find<FakeFunction>(function, "cuLaunchKernel") is not { } entry
            || Find<FakeStream>(stream, "cuLaunchKernel") is not { } queue)
            return error;
        if (group.X * group.Y * group.Z > entry.MaxThreads || sharedBytes > entry.MaxDynamicSharedBytes || Math.Min(grid.X, Math.Min(grid.Y, grid.Z)) < 1)
            return CudaError.CUDA_ERROR_INVALID_VALUE;
        Noted("cuLaunchKernel", stream, isPinned: false);
        // The arguments have been read when the call returns.
        byte[] arguments = ReadArguments(entry, parameters);
        queue.Enqueue(() =>
        {
            if (Sticky != CudaError.CUDA_SUCCESS)
                return;
            Launches.Add(entry.Name);
            Sticky = Execute(entry, grid, group, sharedBytes, arguments);
        });
        return error;
    }

    // Each parameter at a multiple of its size, as the PTX of a parameter list lays them out.
    private static byte[] ReadArguments(FakeFunction function, void** parameters)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < function.Parameters.Count; i++)
        {
            int size = function.Parameters[i];
            while (bytes.Count % size != 0)
                bytes.Add(0);
            bytes.AddRange(new ReadOnlySpan<byte>(parameters[i], size));
        }
        return [.. bytes];
    }
}
