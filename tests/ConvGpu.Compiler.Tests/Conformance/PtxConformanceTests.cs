using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Compiler.Tests.Conformance;

/// <summary>Compiled as PTX for a new architecture and run on the emulator.</summary>
public sealed class PtxConformanceTests : ConformanceTests
{
    internal override void Execute(KernelRequest request, KernelArguments arguments) => PtxRun.Execute(request, arguments);
}

/// <summary>Compiled as PTX for the oldest architecture, which lacks some instructions.</summary>
public sealed class OldPtxConformanceTests : ConformanceTests
{
    internal override void Execute(KernelRequest request, KernelArguments arguments) => PtxRun.Execute(request, arguments, "sm_70");
}
