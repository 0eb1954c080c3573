using ConvGpu.Compiler.Tests.OpenCl;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Kernels as OpenCL C, on the first device.</summary>
public sealed class OpenClKernelTests() : KernelTests(MakeContext)
{
    private static Context MakeContext()
    {
        OpenClMachine.Require();
        return Context.Create(builder => builder.OpenCL());
    }
}
