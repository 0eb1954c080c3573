using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;
using ConvGpu.Kernels;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>What the loop over k of a product kernel consists of, as GPUs get it.</summary>
internal sealed class GemmCode
{
    private readonly List<Instruction> _loop = [];

    public GemmCode(Type tile, Type widthA, Type widthB, Type widthC, Type a, Type b, Type store)
    {
        var method = typeof(BlockedGemmKernel).GetMethod(nameof(BlockedGemmKernel.Run), BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(tile, widthA, widthB, widthC, a, b, store);
        Function = KernelFrontend.Build(new KernelRequest(method, KernelIndexing.Explicit));
        Pipeline.Optimize(Function, PipelineTarget.Gpu);
        Verifier.Check(Function, allowGeneric: false);
        var loops = new LoopForest(new DominatorTree(new ControlFlow(Function)));
        foreach (var block in loops.Flow.ReversePostOrder)
            if (loops.LoopOf(block) is not null)
                _loop.AddRange(block.Instructions);
    }

    public Function Function { get; }

    public IEnumerable<Instruction> All => Function.Blocks.SelectMany(block => block.Instructions);

    public int Count(params Opcode[] ops) => _loop.Count(instruction => ops.Contains(instruction.Op));

    public int MultiplyAdds => Count(Opcode.Fma);

    /// <summary>Accesses to a space of so many lanes.</summary>
    public int Accesses(Opcode op, AddressSpace space, int lanes) => _loop.Count(instruction => instruction.Op == op
        && instruction.Operands[0].Type.Space == space && (op == Opcode.Load ? instruction.Type : instruction.Operands[1].Type).Lanes == lanes);

    /// <summary>What neither multiplies nor accesses memory and is no constant step, which the access itself adds.</summary>
    public int Others => _loop.Count(instruction => instruction.Op is not (Opcode.Fma or Opcode.Load or Opcode.Store or Opcode.Barrier
        or Opcode.ExtractLane or Opcode.InsertLane) && !(instruction.Op == Opcode.PtrAdd && instruction.Operands[1] is Constant));

    public override string ToString() =>
        $"fma {MultiplyAdds}, barriers {Count(Opcode.Barrier)}, shared loads x4 {Accesses(Opcode.Load, AddressSpace.Shared, 4)} x2 {Accesses(Opcode.Load, AddressSpace.Shared, 2)} x1 {Accesses(Opcode.Load, AddressSpace.Shared, 1)}, "
        + $"shared stores x4 {Accesses(Opcode.Store, AddressSpace.Shared, 4)} x1 {Accesses(Opcode.Store, AddressSpace.Shared, 1)}, "
        + $"global loads x4 {Accesses(Opcode.Load, AddressSpace.Global, 4)} x1 {Accesses(Opcode.Load, AddressSpace.Global, 1)}, others {Others}, "
        + $"allocas {All.Count(instruction => instruction.Op == Opcode.Alloca)}, instructions {Function.CountInstructions()}";
}
