using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>What happens when the library is missing or broken, a driver call fails, or the cache on disk is damaged.</summary>
public sealed class OpenClDriverTests
{
    private const string AddOne = """
        kernel add_one
        param %x:ptr.global x
        entry:
          %i:i32 = group #0
          %p:ptr.global = ptradd %x, %i #4
          %a:i32 = load %p
          %b:i32 = add %a, i32 1
          store %p, %b
          ret
        """;

    [Fact]
    public void An_absent_library_gives_a_reason()
    {
        Assert.Null(OpenClLibrary.Load(["libthere-is-no-such-library.so.1"], out string? problem));
        Assert.Contains("'libthere-is-no-such-library.so.1' was not found", problem);
        Assert.Contains(OpenClLibrary.PathVariable, problem);
    }

    [Fact]
    public void A_file_that_is_no_library_gives_a_reason()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a library");
            Assert.Null(OpenClLibrary.Load([path], out string? problem));
            Assert.Contains(path, problem);
            Assert.DoesNotContain("was not found", problem);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_library_of_something_else_names_the_missing_function()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C library is named as on Linux.");
        Assert.Null(OpenClLibrary.Load(["libc.so.6"], out string? problem));
        Assert.Contains("clGetPlatformIDs", problem);
    }

    [Theory]
    [InlineData("OpenCL 1.2 ", 1, 2)]
    [InlineData("OpenCL 3.0 PoCL HSTR: cpu", 3, 0)]
    [InlineData("OpenCL C 1.2 PoCL", 1, 2)]
    public void Versions_are_read_from_the_text_the_specification_gives(string text, int major, int minor)
    {
        Assert.True(OpenClDeviceInfo.TryParseVersion(text, out int readMajor, out int readMinor));
        Assert.Equal((major, minor), (readMajor, readMinor));
    }

    [Theory]
    [InlineData("clGetPlatformIDs")]
    [InlineData("clGetPlatformInfo")]
    [InlineData("clGetDeviceIDs")]
    [InlineData("clGetDeviceInfo")]
    public void An_enumeration_that_fails_is_a_reason_and_not_an_exception(string call)
    {
        OpenClMachine.Require();
        var api = FreshApi();
        api.Fault = name => name == call ? (int)CLError.CL_OUT_OF_HOST_MEMORY : 0;
        var platforms = OpenClPlatforms.Enumerate(api);
        Assert.Empty(platforms.Devices);
        Assert.Contains(nameof(CLError.CL_OUT_OF_HOST_MEMORY), Assert.Single(platforms.Problems));
    }

    [Fact]
    public void Whichever_driver_call_fails_nothing_is_left_and_the_next_try_works()
    {
        OpenClMachine.Require();
        var api = FreshApi();
        var device = OpenClPlatforms.Enumerate(api).Devices[0];
        var calls = new List<string>();
        api.Fault = name =>
        {
            calls.Add(name);
            return 0;
        };
        Assert.Equal([2, 3], Session(device));
        Assert.Equal(0, api.Live.Total);
        int total = calls.Count;
        Assert.Contains("clEnqueueNDRangeKernel", calls);
        for (int failing = 0; failing < total; failing++)
        {
            int call = 0;
            api.Fault = _ => call++ == failing ? (int)CLError.CL_OUT_OF_RESOURCES : 0;
            if (calls[failing] is "clGetProgramBuildInfo")
                continue;
            var error = Assert.Throws<CLException>(() => Session(device));
            Assert.Equal(CLError.CL_OUT_OF_RESOURCES, error.Error);
            Assert.True(api.Live.Total == 0, $"After {calls[failing]} failed there were left: {api.Live}");
        }
        api.Fault = null;
        Assert.Equal([2, 3], Session(device));
    }

    [Fact]
    public void A_program_that_does_not_compile_says_what_the_driver_said_and_where_the_text_is()
    {
        using var machine = new OpenClMachine();
        var error = Assert.Throws<CLException>(() => OpenClProgram.Build(
            machine.Device, machine.Context, "broken<kernel>", "__kernel void k(__global int* x) { undeclared_name = 1; }", machine.Cache));
        Assert.Equal(CLError.CL_BUILD_PROGRAM_FAILURE, error.Error);
        Assert.Contains("undeclared_name", error.Message);
        Assert.Contains("broken<kernel>", error.Message);
        string path = error.Message[(error.Message.LastIndexOf("The program: ", StringComparison.Ordinal) + 13)..].Trim();
        Assert.Contains("undeclared_name", File.ReadAllText(path));
        File.Delete(path);
        machine.Run(AddOne, new LaunchDimensions(1, 1, 1, 1, 1, 1, 0), OpenClMachine.Bytes(1));
    }

    [Fact]
    public void Programs_come_from_the_cache_and_damaged_entries_are_compiled_again()
    {
        string folder = Directory.CreateTempSubdirectory("convgpu-cache").FullName;
        try
        {
            using var machine = new OpenClMachine(folder);
            Assert.False(Build(machine));
            Assert.True(Build(machine));
            string entry = Assert.Single(Directory.GetFiles(folder));
            byte[] good = File.ReadAllBytes(entry);

            byte[] flipped = [.. good];
            flipped[^1] ^= 1;
            File.WriteAllBytes(entry, flipped);
            Assert.False(Build(machine));
            Assert.Equal(good.Length, new FileInfo(entry).Length);

            File.WriteAllBytes(entry, good[..(good.Length / 2)]);
            Assert.False(Build(machine));

            machine.Cache.TryWrite(Path.GetFileNameWithoutExtension(entry), [1, 2, 3]);
            Assert.False(Build(machine));
            Assert.True(Build(machine));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static bool Build(OpenClMachine machine)
        {
            var source = OpenClPrinter.Print(IrParser.Parse(AddOne), OpenClTargets.Of(machine.Device) with { Mapping = OpenClGroupMapping.WorkGroup, WarpSize = 1 });
            using var program = OpenClProgram.Build(machine.Device, machine.Context, "add_one", source.Text, machine.Cache);
            return program.FromCache;
        }
    }

    [Fact]
    public void An_unwritable_cache_folder_is_no_error()
    {
        string file = Path.GetTempFileName();
        try
        {
            var cache = new ProgramCache(Path.Combine(file, "below-a-file"));
            cache.TryWrite("key", [1, 2, 3]);
            Assert.Null(cache.TryRead("key"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static OpenClApi FreshApi()
    {
        string? path = Environment.GetEnvironmentVariable(OpenClLibrary.PathVariable);
        return OpenClLibrary.Load([string.IsNullOrEmpty(path) ? "libOpenCL.so.1" : path], out string? problem)
            ?? throw new InvalidOperationException(problem);
    }

    /// <summary>Everything a program does once: context, queue, buffer, build, launch, read.</summary>
    private static unsafe int[] Session(OpenClDeviceInfo device)
    {
        using var resources = new Releases();
        var api = device.Api;
        nint context = api.CreateContext(device.Device);
        resources.Add(() => api.ReleaseContext(context));
        nint queue = api.CreateQueue(context, device.Device, profiling: true);
        resources.Add(() => api.ReleaseQueue(queue));
        nint buffer = api.CreateBuffer(context, 8);
        resources.Add(() => api.ReleaseBuffer(buffer));
        int[] data = [1, 2];
        fixed (int* bytes = data)
            api.Write(queue, buffer, 0, bytes, 8, wait: true);
        var function = IrParser.Parse(AddOne);
        var source = OpenClPrinter.Print(function, new OpenClTarget());
        var program = OpenClProgram.Build(device, context, function.Name, source.Text, new ProgramCache(null));
        resources.Add(program.Dispose);
        var kernel = new OpenClKernel(device, program, source, function.Parameters, OpenClGroupMapping.WorkGroup);
        resources.Add(kernel.Dispose);
        kernel.Launch(queue, new LaunchDimensions(2, 1, 1, 1, 1, 1, 0), [buffer, 0], 0);
        nint marker = api.EnqueueMarker(queue);
        resources.Add(() => api.ReleaseEvent(marker));
        api.Finish(queue);
        Assert.True(api.GetEndTime(marker) > 0);
        fixed (int* bytes = data)
            api.Read(queue, buffer, 0, bytes, 8, wait: true);
        return data;
    }

    private sealed class Releases : List<Action>, IDisposable
    {
        public void Dispose()
        {
            for (int i = Count - 1; i >= 0; i--)
                this[i]();
        }
    }
}
