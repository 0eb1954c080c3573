using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Conformance;

/// <summary>What the frontend makes, before any pass.</summary>
public sealed class FrontendConformanceTests : ConformanceTests
{
    internal override void Execute(KernelRequest request, KernelArguments arguments)
    {
        var function = KernelFrontend.Build(request);
        Verifier.Check(function);
        InterpreterRun.Execute(function, arguments);
    }
}

/// <summary>What the passes make of it for a GPU, verified after every pass.</summary>
public sealed class OptimizedConformanceTests : ConformanceTests
{
    internal override void Execute(KernelRequest request, KernelArguments arguments)
    {
        var function = KernelFrontend.Build(request);
        Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false }, (pass, changed) => Verifier.Check(changed));
        InterpreterRun.Execute(function, arguments);
    }
}

/// <summary>The same with elementary functions and remainders written out, as devices without them get it.</summary>
public sealed class ExpandedConformanceTests : ConformanceTests
{
    internal override void Execute(KernelRequest request, KernelArguments arguments)
    {
        var function = KernelFrontend.Build(request with { ExpandMath = true });
        Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false }, (pass, changed) => Verifier.Check(changed));
        Assert.DoesNotContain(function.Blocks.SelectMany(block => block.Instructions), instruction => instruction.Op is Opcode.FRem or >= Opcode.Sin and <= Opcode.Pow);
        InterpreterRun.Execute(function, arguments);
    }
}
