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

/// <summary>Executes IR on the arguments of a launch.</summary>
internal static class InterpreterRun
{
    public static void Execute(Function function, KernelArguments arguments)
    {
        var memory = new InterpreterMemory();
        var addresses = arguments.Memory.Select(memory.Add).ToArray();
        long[] values = [.. arguments.Leaves().Select(leaf => leaf.IsPointer ? addresses[leaf.Value] : leaf.Value)];
        new Interpreter(function, memory) { WarpSize = 8 }.Run(arguments.Launch, values);
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
