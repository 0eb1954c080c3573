using ConvGpu.Compiler.Tests.Conformance;
using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ConvGpu.Ilgpu.Compilation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>The language suite on the first OpenCL device.</summary>
public sealed class OpenClConformanceTests(OpenClConformanceTests.Machine machine) : ConformanceTests, IClassFixture<OpenClConformanceTests.Machine>
{
    internal override void Execute(KernelRequest request, KernelArguments arguments) => machine.Execute(request, arguments);

    /// <summary>One accelerator for all cases.</summary>
    public sealed class Machine : IDisposable
    {
        private readonly Lazy<(Context Context, CLAccelerator Accelerator)> _device = new(() =>
        {
            OpenClMachine.Require();
            var context = Context.Create(builder => builder.OpenCL());
            return (context, context.CreateCLAccelerator(0));
        });

        internal unsafe void Execute(KernelRequest request, KernelArguments arguments)
        {
            OpenClMachine.Require();
            var accelerator = _device.Value.Accelerator;
            byte[][] memory = [.. arguments.Memory];
            var buffers = Array.ConvertAll(memory, bytes => accelerator.AllocateRaw(Math.Max(bytes.Length, 1), 1));
            for (int i = 0; i < memory.Length; i++)
                fixed (byte* bytes = memory[i])
                    buffers[i].CopyFromHost(accelerator.DefaultStream, (nint)bytes, 0, memory[i].Length, blocking: true);
            long[] slots = [.. arguments.Leaves().SelectMany(leaf => leaf.IsPointer ? [buffers[leaf.Value].NativePtr, 0L] : new[] { leaf.Value })];
            using var kernel = new OpenClKernelCompiler(accelerator).Compile(request);
            kernel.Launch(accelerator.DefaultStream, arguments.Launch, slots);
            for (int i = 0; i < memory.Length; i++)
                fixed (byte* bytes = memory[i])
                    buffers[i].CopyToHost(accelerator.DefaultStream, (nint)bytes, 0, memory[i].Length, blocking: true);
            accelerator.Synchronize();
            foreach (var buffer in buffers)
                buffer.Dispose();
        }

        public void Dispose()
        {
            if (!_device.IsValueCreated)
                return;
            _device.Value.Accelerator.Dispose();
            _device.Value.Context.Dispose();
        }
    }
}
