using System.Reflection.Emit;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>One group of a compiled kernel.</summary>
/// <param name="arguments">The function's parameters, 8 bytes each; pointers are addresses.</param>
/// <param name="frame">Group index, grid, dynamic shared memory and fault cell (<see cref="CpuWriter"/>), 8 bytes each.</param>
/// <param name="scratch">The worker's memory, at a multiple of 64.</param>
internal delegate void GroupCode(long arguments, long frame, long scratch);

/// <summary>Code of a kernel for one group shape and the memory that a worker needs to run it.</summary>
internal sealed record CpuCode(GroupCode Run, long ScratchBytes, int Locals, int IlBytes);

/// <summary>Writes a vector function as the IL of a dynamic method, which the JIT compiles fully optimised.</summary>
internal static class CpuPrinter
{
    public static CpuCode Print(Function function, int lanes)
    {
        StridedAccesses.Run(function);
        PipelineDump.One("cpu", function);
        var flow = new LaneFlow(function);
        var order = flow.Blocks;
        var folding = new StackFolding(function);
        var colouring = LocalColouring.Run(order, flow.Flow, folding);
        var memory = new MemoryLayout(function);
        var method = new DynamicMethod(function.Name, typeof(void), [typeof(long), typeof(long), typeof(long)], typeof(CpuPrinter).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        var il = method.GetILGenerator(4096);
        var writer = new CpuWriter(il, VectorApi.Of(lanes), folding, colouring, memory);
        foreach (var block in order)
            writer.Prepare(block);
        var labels = order.ToDictionary(block => block, _ => il.DefineLabel());
        for (int i = 0; i < order.Count; i++)
        {
            il.MarkLabel(labels[order[i]]);
            writer.Write(order[i]);
            End(order[i], i + 1 < order.Count ? order[i + 1] : null, writer, labels);
        }
        int bytes = il.ILOffset;
        return new CpuCode(method.CreateDelegate<GroupCode>(), memory.Bytes, colouring.Variables.Count, bytes);
    }

    private static void End(Block block, Block? next, CpuWriter writer, Dictionary<Block, Label> labels)
    {
        var il = writer.Il;
        switch (block.Terminator)
        {
            case Return:
                il.Emit(OpCodes.Ret);
                break;
            case Jump jump:
                Go(jump.Edge, next, writer, labels);
                break;
            case Branch branch:
                writer.Push(branch.Condition);
                if (branch.IfTrue.Arguments.Length == 0)
                {
                    il.Emit(OpCodes.Brtrue, labels[branch.IfTrue.Target]);
                    Go(branch.IfFalse, next, writer, labels);
                    break;
                }
                var otherwise = il.DefineLabel();
                il.Emit(OpCodes.Brfalse, branch.IfFalse.Arguments.Length == 0 ? labels[branch.IfFalse.Target] : otherwise);
                Go(branch.IfTrue, branch.IfFalse.Arguments.Length == 0 ? next : null, writer, labels);
                if (branch.IfFalse.Arguments.Length > 0)
                {
                    il.MarkLabel(otherwise);
                    Go(branch.IfFalse, next, writer, labels);
                }
                break;
            default:
                throw new InvalidOperationException($"The CPU backend cannot end a block with {block.Terminator?.GetType().Name}.");
        }
    }

    private static void Go(Edge edge, Block? next, CpuWriter writer, Dictionary<Block, Label> labels)
    {
        writer.Pass(edge);
        if (edge.Target != next)
            writer.Il.Emit(OpCodes.Br, labels[edge.Target]);
    }
}
