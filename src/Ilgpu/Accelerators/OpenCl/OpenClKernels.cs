using ConvGpu.Ilgpu.Backends.OpenCl;
using ConvGpu.Ilgpu.IR;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>Builds kernels from printed programs, with the buffer for their asserts.</summary>
internal static class OpenClKernels
{
    /// <summary>Everything, or nothing when a driver call fails.</summary>
    public static (OpenClKernel Kernel, OpenClAssertReport? Report) Build(
        CLAccelerator accelerator, Function function, OpenClSource source, OpenClGroupMapping mapping)
    {
        var device = accelerator.Device.Info;
        var program = OpenClProgram.Build(device, accelerator.NativePtr, function.Name, source.Text, accelerator.Programs);
        OpenClKernel? kernel = null;
        try
        {
            kernel = new OpenClKernel(device, program, source, function.Parameters, mapping);
            if (source.Asserts.Count == 0)
                return (kernel, null);
            var report = new OpenClAssertReport(accelerator, source.Asserts);
            accelerator.Asserts.Add(report);
            return (kernel, report);
        }
        catch
        {
            if (kernel is null)
                program.Dispose();
            else
                kernel.Dispose();
            throw;
        }
    }

    public static void Release(CLAccelerator accelerator, OpenClKernel kernel, OpenClAssertReport? report)
    {
        kernel.Dispose();
        if (report is null)
            return;
        accelerator.Asserts.Remove(report);
        report.Release();
    }
}
