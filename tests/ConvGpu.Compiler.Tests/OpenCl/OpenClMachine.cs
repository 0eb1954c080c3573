using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Accelerators.Drivers;
using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>A context and queue on the first OpenCL device, to run IR on without the host API.</summary>
internal sealed unsafe class OpenClMachine : IDisposable
{
    private readonly nint _context;
    private readonly nint _queue;

    public OpenClMachine(string? cacheFolder = null)
    {
        Device = Require();
        Cache = new ProgramCache(cacheFolder);
        _context = Device.Api.CreateContext(Device.Device);
        _queue = Device.Api.CreateQueue(_context, Device.Device, profiling: false);
    }

    public OpenClDeviceInfo Device { get; }
    public ProgramCache Cache { get; }
    public nint Context => _context;

    /// <summary>The first device; without one the test is skipped, or fails when CONVGPU_REQUIRE names opencl.</summary>
    public static OpenClDeviceInfo Require()
    {
        var platforms = OpenClPlatforms.Current;
        string reason = "No OpenCL device: " + string.Join(" ", platforms.Problems);
        if (RequiredDevices.Contains("opencl"))
            Assert.True(platforms.Devices.Length > 0, reason);
        Assert.SkipUnless(platforms.Devices.Length > 0, reason);
        return platforms.Devices[0];
    }

    /// <summary>Runs IR over buffers of bytes, which the device may change. The kernel's parameters are the buffers alone.</summary>
    public void Run(string ir, LaunchDimensions dimensions, params byte[][] buffers) => Run(IrParser.Parse(ir), dimensions, buffers);

    public void Run(Function function, LaunchDimensions dimensions, params byte[][] buffers)
    {
        var api = Device.Api;
        var source = OpenClPrinter.Print(function, OpenClTargets.Of(Device) with { Mapping = OpenClGroupMapping.WorkGroup, WarpSize = 1 });
        using var program = OpenClProgram.Build(Device, _context, function.Name, source.Text, Cache);
        using var kernel = new OpenClKernel(Device, program, source, function.Parameters, OpenClGroupMapping.WorkGroup);
        var handles = buffers.Select(buffer => api.CreateBuffer(_context, buffer.Length)).ToArray();
        var slots = handles.SelectMany(handle => new long[] { handle, 0 }).ToArray();
        for (int i = 0; i < buffers.Length; i++)
            fixed (byte* data = buffers[i])
                api.Write(_queue, handles[i], 0, data, buffers[i].Length, wait: true);
        kernel.Launch(_queue, dimensions, slots, 0);
        for (int i = 0; i < buffers.Length; i++)
            fixed (byte* data = buffers[i])
                api.Read(_queue, handles[i], 0, data, buffers[i].Length, wait: true);
        foreach (nint handle in handles)
            api.ReleaseBuffer(handle);
    }

    public static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    public static T[] Values<T>(byte[] bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    public void Dispose()
    {
        Device.Api.ReleaseQueue(_queue);
        Device.Api.ReleaseContext(_context);
    }
}
