using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Fuzz.Execution;

/// <summary>Executes IR on the arguments of a launch; lockstep code runs with other dimensions, one item a group.</summary>
internal static class InterpreterRun
{
    public static void Execute(Function function, KernelArguments arguments, LaunchDimensions? launch = null)
    {
        var memory = new InterpreterMemory();
        var addresses = arguments.Memory.Select(memory.Add).ToArray();
        long[] values = [.. arguments.Leaves().Select(leaf => leaf.IsPointer ? addresses[leaf.Value] : leaf.Value)];
        new Interpreter(function, memory) { WarpSize = 8 }.Run(launch ?? arguments.Launch, values);
    }
}
