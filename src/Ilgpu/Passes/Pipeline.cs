using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// The passes in their order. docs/debugging.md has the variables that show what each of them did.
/// </summary>
internal static class Pipeline
{
    private sealed record Step(string Name, Func<Function, PipelineTarget, bool> Run);

    private static readonly Step[] Steps =
    [
        new("lower-switch", (f, _) => LowerSwitch.Run(f)),
        new("simplify-cfg", (f, _) => SimplifyCfg.Run(f)),
        new("reducible", (f, _) => RefuseIrreducible(f)),
        // IL variables and the evaluation stack become values; twice, because a reference is a variable that holds a pointer.
        new("promote-memory", (f, _) => PromoteMemory.Run(f)),
        new("simplify", (f, _) => Simplify.Run(f)),
        new("promote-memory", (f, _) => PromoteMemory.Run(f)),
        new("dead-code", (f, _) => DeadCode.Run(f)),
        new("infer-address-spaces", (f, _) => InferAddressSpaces.Run(f)),
        new("clean-up", (f, _) => CleanUp(f)),
        // Tiles become registers first; what then is small enough is written out as well.
        new("unroll-tiles", (f, t) => Repeat(f, t, UnrollScope.Tiles)),
        new("unroll-loops", (f, t) => Repeat(f, t, UnrollScope.All)),
        new("join-conditions", (f, t) => t.WideAccesses && JoinConditions.Run(f) && CleanUp(f)),
        new("share-addresses", (f, _) => ShareAddresses.Run(f)),
        new("loop-shape", (f, _) => LoopShape.Normalize(f)),
        new("loop-invariants", (f, _) => LoopInvariants.Run(f)),
        new("contract", (f, t) => t.Contract && ContractMultiplyAdd.Run(f)),
        new("value-numbering", (f, _) => ValueNumbering.Run(f)),
        new("simplify-cfg", (f, _) => SimplifyCfg.Run(f)),
        new("dead-code", (f, _) => DeadCode.Run(f)),
        new("widen-accesses", (f, t) => t.WideAccesses && WidenAccesses.Run(f)),
        new("dead-code", (f, t) => t.WideAccesses && DeadCode.Run(f)),
        new("inline-ptx", (f, t) => !t.InlinePtx && RefuseInlinePtx(f)),
    ];

    /// <summary>Runs all passes on a function.</summary>
    /// <param name="function">Scalar IR from the frontend; changed in place.</param>
    /// <param name="target">What it is optimised for.</param>
    /// <param name="after">Called after every pass with its name, for tests.</param>
    /// <exception cref="KernelCompilationException">A pointer's address space is not known, or control jumps into a loop.</exception>
    public static void Optimize(Function function, PipelineTarget target, Action<string, Function>? after = null)
    {
        var trace = PipelineTrace.Begin(function, target);
        foreach (var step in Steps)
        {
            bool changed = step.Run(function, target);
            trace?.After(step.Name, changed, function);
            after?.Invoke(step.Name, function);
        }
    }

    /// <summary>The passes that undo what a larger change leaves behind.</summary>
    public static bool CleanUp(Function function)
    {
        bool any = false;
        for (int round = 0; round < 4; round++)
        {
            bool changed = Simplify.Run(function);
            changed |= SimplifyCfg.Run(function);
            changed |= PromoteMemory.Run(function);
            changed |= ValueNumbering.Run(function);
            changed |= DeadCode.Run(function);
            any |= changed;
            if (!changed)
                break;
        }
        return any;
    }

    /// <summary>All backends need structured flow, and no pass makes flow that is not.</summary>
    private static bool RefuseIrreducible(Function function)
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        return loops.IsReducible ? false
            : throw new KernelCompilationException(Refusal.JumpIntoLoop, "a goto", StructureTree.FirstIrreducible(loops));
    }

    /// <summary>Inline PTX that is still there: a test of CudaAsm.IsSupported around it would have removed it.</summary>
    private static bool RefuseInlinePtx(Function function)
    {
        foreach (var block in function.Blocks)
            if (block.Instructions.Find(instruction => instruction.Op == Opcode.InlineAsm) is { } asm)
                throw new KernelCompilationException(Refusal.InlinePtx, function.Name, asm.Location);
        return false;
    }

    /// <summary>Unrolls and cleans up until nothing more has a constant trip count.</summary>
    private static bool Repeat(Function function, PipelineTarget target, UnrollScope scope)
    {
        bool any = false;
        for (int round = 0; round < 4 && UnrollLoops.Run(function, scope, target.Unroll); round++)
        {
            any = true;
            CleanUp(function);
        }
        return any;
    }
}
