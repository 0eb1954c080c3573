using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class FlowPassTests
{
    [Fact]
    public void AnAndOfConditionsIsOneDecision()
    {
        var function = PassText.Function("""
            b0:
              %d:i1 = cmp.lt %a, %b
              br %d, b1, b3(i1 false)
            b1:
              %l:f32 = load %p
              %e:i1 = cmp.lt %l, %x
              br b3(%e)
            b3(%f:i1):
              br %f, b4, b5
            b4:
              store %q, %x
              br b5
            b5:
              ret
            """);
        SimplifyCfg.Run(function);
        PassText.Same(function, PassText.Function("""
            b0:
              %d:i1 = cmp.lt %a, %b
              br %d, b1, b5
            b1:
              %l:f32 = load %p
              %e:i1 = cmp.lt %l, %x
              br %e, b4, b5
            b4:
              store %q, %x
              br b5
            b5:
              ret
            """));
    }

    [Fact]
    public void AJumpIntoALoopIsRefused()
    {
        var function = PassText.Function("""
            b0:
              br %c, b1, b2
            b1:
              store %p, %x
              br b2
            b2:
              %l:f32 = load %q
              %d:i1 = cmp.lt %l, %x
              br %d, b1, b3
            b3:
              ret
            """);
        var error = Assert.Throws<KernelCompilationException>(() => Pipeline.Optimize(function, PipelineTarget.Gpu));
        Assert.Equal(Refusal.JumpIntoLoop, error.Refusal);
    }

    [Fact]
    public void ASmallDiamondIsASelect()
    {
        var function = PassText.Function("""
            b0:
              br %c, b1, b2
            b1:
              %1:i32 = add %a, i32 1
              br b3(%1)
            b2:
              br b3(%b)
            b3(%r:i32):
              store %p, %r
              ret
            """);
        SimplifyCfg.Run(function);
        PassText.Same(function, PassText.Block("%1:i32 = add %a, i32 1\n%2:i32 = select %c, %1, %b\nstore %p, %2"));
    }

    [Fact]
    public void ASwitchIsASearchTree()
    {
        var function = PassText.Function("""
            b0:
              switch %a, b1, b1, b2, b3
            b1:
              store %p, i32 1
              ret
            b2:
              store %p, i32 2
              ret
            b3:
              ret
            """);
        Assert.True(LowerSwitch.Run(function));
        Verifier.Check(function);
        Assert.DoesNotContain(function.Blocks, block => block.Terminator is Switch);
        // 0 and 1 share a leaf: two comparisons decide three ways.
        Assert.Equal(2, function.Blocks.Count(block => block.Terminator is Branch));
    }

    [Theory]
    [InlineData("i32 0", "cmp.lt %i, i32 10", "add %i, i32 3", 4)]
    [InlineData("i32 10", "cmp.ge %i, i32 0", "add %i, i32 -2", 6)]
    [InlineData("i32 128", "cmp.gt %i, i32 0", "shr.u %i, i32 1", 8)]
    [InlineData("i32 1", "cmp.ne %i, i32 81", "mul %i, i32 3", 4)]
    [InlineData("i32 5", "cmp.lt %i, i32 5", "add %i, i32 1", 0)]
    [InlineData("%a", "cmp.lt %i, i32 10", "add %i, i32 1", -1)]
    [InlineData("i32 0", "cmp.lt %i, %a", "add %i, i32 1", -1)]
    [InlineData("i32 0", "cmp.ge %i, i32 0", "mul %i, i32 1", -1)]
    public void TripCounts(string start, string condition, string step, int expected)
    {
        var function = Counted(start, condition, step);
        LoopShape.Normalize(function);
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        Assert.Equal(expected, TripCount.Find(loops, Assert.Single(loops.All), 1000));
    }

    /// <summary>A limit that is not folded yet is no constant for the copy either.</summary>
    [Fact]
    public void ALimitComputedOutsideIsNotKnownBeforeItIsFolded()
    {
        var function = PassText.Function(LoopText("i32 0", "cmp.lt %i, %k", "add %i, i32 1").Replace("b0:", "b0:\n%k:i32 = and i32 3, i32 7"));
        Assert.False(UnrollLoops.Run(function, UnrollScope.All, UnrollBudget.Default));
        Verifier.Check(function);
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        Assert.Single(function.Blocks);
    }

    [Fact]
    public void UnrollingWritesTheIterationsOut()
    {
        var function = Counted("i32 0", "cmp.lt %i, i32 3", "add %i, i32 1");
        Assert.True(UnrollLoops.Run(function, UnrollScope.All, UnrollBudget.Default));
        SimplifyCfg.Run(function);
        PassText.Same(function, PassText.Block("""
            %1:ptr.global = ptradd %p, i32 0 #4
            store %1, %x
            %2:ptr.global = ptradd %p, i32 1 #4
            store %2, %x
            %3:ptr.global = ptradd %p, i32 2 #4
            store %3, %x
            """));
    }

    [Fact]
    public void ALoopOverBudgetStays()
    {
        var function = Counted("i32 0", "cmp.lt %i, i32 300", "add %i, i32 1");
        Assert.False(UnrollLoops.Run(function, UnrollScope.All, UnrollBudget.Default));
    }

    [Fact]
    public void WhatALoopDoesNotChangeMovesInFront()
    {
        var function = PassText.Function(LoopText("i32 0", "cmp.lt %i, %a", "add %i, i32 1").Replace("store %e, %x", "%m:f32 = mul %x, %y\nstore %e, %m"));
        LoopShape.Normalize(function);
        Assert.True(LoopInvariants.Run(function));
        Verifier.Check(function);
        Assert.Contains(function.Entry.Instructions, instruction => instruction.Op == Opcode.Mul);
    }

    [Fact]
    public void ALoopsResultLeavesThroughItsExit()
    {
        var function = PassText.Function(LoopText("i32 0", "cmp.lt %i, %a", "add %i, i32 1").Replace("  ret", "  store %q, %i\nret"));
        LoopShape.Normalize(function);
        Assert.True(ClosedLoops.Run(function));
        Verifier.Check(function);
        var store = function.Blocks.SelectMany(block => block.Instructions).Single(instruction => instruction.Op == Opcode.Store && instruction.Operands[0] == function.Parameters[1]);
        Assert.Contains(function.Blocks, block => block.Instructions.Contains(store) && block.Parameters.Contains(store.Operands[1]));
    }

    private static string LoopText(string start, string condition, string step) => $"""
        b0:
          br b1({start})
        b1(%i:i32):
          %d:i1 = {condition}
          br %d, b2, b3
        b2:
          %e:ptr.global = ptradd %p, %i #4
          store %e, %x
          %n:i32 = {step}
          br b1(%n)
        b3:
          ret
        """;

    private static Function Counted(string start, string condition, string step) => PassText.Function(LoopText(start, condition, step));
}
