using ConvGpu.Ilgpu.Compilation;
using ILGPU.Runtime;

namespace ConvGpu.Fuzz.Execution;

/// <summary>Compiles and launches a kernel on an accelerator, copying the memory of the views there and back.</summary>
internal static class AcceleratorRun
{
    public static void Execute(Accelerator accelerator, KernelRequest request, KernelArguments arguments)
    {
        var buffers = arguments.Memory.Select(bytes => accelerator.Allocate1D(bytes)).ToArray();
        try
        {
            var slots = new List<long>();
            foreach (var (isPointer, value) in arguments.Leaves())
            {
                slots.Add(isPointer ? buffers[value].NativePtr : value);
                if (isPointer)
                    slots.Add(0);
            }
            accelerator.Kernels.Get(request).Launch(accelerator.DefaultStream, arguments.Launch, slots.ToArray());
            accelerator.Synchronize();
            foreach (var (bytes, buffer) in arguments.Memory.Zip(buffers))
                buffer.CopyToCPU(bytes);
        }
        finally
        {
            foreach (var buffer in buffers)
                buffer.Dispose();
        }
    }
}
