using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Compiler.Tests.IR;

/// <summary>Orders, dominators, loops and structure on random graphs, each against its definition.</summary>
public sealed class FlowTests
{
    [Fact]
    public void DominatorsAreThoseOfTheDefinition() => ForRandomGraphs((function, _) =>
    {
        var flow = new ControlFlow(function);
        var tree = new DominatorTree(flow);
        foreach (var outer in flow.ReversePostOrder)
        {
            // What the entry still reaches when `outer` is taken out is what it does not dominate.
            var reached = Reach(function.Entry, outer, block => block.Successors);
            foreach (var inner in flow.ReversePostOrder)
                Assert.Equal(!reached.Contains(inner), tree.Dominates(outer, inner));
        }
    });

    [Fact]
    public void PostDominatorsAreThoseOfTheDefinition() => ForRandomGraphs((function, _) =>
    {
        var flow = new ControlFlow(function);
        var ends = flow.ReversePostOrder.Where(block => block.Terminator is Return).ToList();
        var canEnd = flow.ReversePostOrder.Where(block => Reach(block, null, b => b.Successors).Any(ends.Contains)).ToHashSet();
        if (canEnd.Count != flow.ReversePostOrder.Length)
            return;
        var tree = new PostDominatorTree(flow);
        foreach (var outer in flow.ReversePostOrder)
            foreach (var inner in flow.ReversePostOrder)
            {
                bool escapes = outer != inner && Reach(inner, outer, block => block.Successors).Any(ends.Contains);
                Assert.Equal(!escapes, tree.PostDominates(outer, inner));
            }
    });

    [Fact]
    public void LoopsHoldWhatReachesTheirBackEdges() => ForRandomGraphs((function, _) =>
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        foreach (var loop in loops.All)
        {
            var body = new HashSet<Block> { loop.Header };
            var work = new Stack<Block>(loop.BackEdges.Select(place => place.From));
            while (work.TryPop(out var block))
                if (body.Add(block))
                    foreach (var place in loops.Flow.Predecessors(block))
                        work.Push(place.From);
            Assert.Equal(body.OrderBy(loops.Flow.OrderOf), loop.Blocks);
            Assert.Equal(body.Sum(block => block.Successors.Count(next => !body.Contains(next))), loop.Exits.Count);
            Assert.All(body, block => Assert.True(loops.Contains(loop, block)));
            Assert.NotEmpty(loop.EntryEdges);
        }
    });

    [Fact]
    public void StructureVisitsTheSameBlocksInTheSameOrder() => ForRandomGraphs((function, random) =>
    {
        var loops = new LoopForest(new DominatorTree(new ControlFlow(function)));
        if (!loops.IsReducible)
        {
            Assert.Throws<IrreducibleFlowException>(() => StructureTree.Build(function));
            return;
        }
        var tree = StructureTree.Build(loops);
        for (int run = 0; run < 10; run++)
        {
            bool[] decisions = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2) == 0)];
            var expected = new List<Block>();
            int used = 0;
            for (var block = function.Entry; expected.Count < 60;)
            {
                expected.Add(block);
                if (block.Terminator is Return)
                    break;
                block = block.Terminator is Branch branch ? (decisions[used++] ? branch.IfTrue : branch.IfFalse).Target : ((Jump)block.Terminator!).Edge.Target;
            }
            Assert.Equal(expected, StructureWalk.Run(tree, decisions, 60));
        }
    });

    [Fact]
    public void AWhileLoopIsALoopWithOneBreak()
    {
        var function = IrParser.Parse("""
            kernel k
            param %n:i32 n
            b0:
              br b1(i32 0)
            b1(%i:i32):
              %c:i1 = cmp.lt %i, %n
              br %c, b2, b3
            b2:
              %j:i32 = add %i, i32 1
              br b1(%j)
            b3:
              ret
            """);
        Assert.Equal("block b0; assign; loop(1) { block b1; if b1 { } else { break; } block b2; assign; } block b3; return;", StructureWalk.Print(StructureTree.Build(function)));
    }

    [Fact]
    public void ADiamondNeedsNoLabel()
    {
        var function = IrParser.Parse("""
            kernel k
            param %c:i1 c
            b0:
              br %c, b1, b2
            b1:
              br b3(i32 1)
            b2:
              br b3(i32 2)
            b3(%x:i32):
              ret
            """);
        Assert.Equal("block b0; if b0 { block b1; assign; } else { block b2; assign; } block b3; return;", StructureWalk.Print(StructureTree.Build(function)));
    }

    private static HashSet<Block> Reach(Block from, Block? without, Func<Block, IEnumerable<Block>> next)
    {
        var reached = new HashSet<Block>();
        var work = new Stack<Block>();
        if (from != without)
            work.Push(from);
        while (work.TryPop(out var block))
            if (reached.Add(block))
                foreach (var successor in next(block))
                    if (successor != without)
                        work.Push(successor);
        return reached;
    }

    private static void ForRandomGraphs(Action<Function, Random> check)
    {
        for (int seed = 0; seed < TestSize.Count(400, 5000); seed++)
        {
            var random = new Random(seed);
            var function = new Function($"graph{seed}");
            var condition = function.AddParameter(IrType.I1, "c");
            int count = random.Next(1, 14);
            for (int i = 0; i < count; i++)
                function.AddBlock();
            for (int i = 0; i < count; i++)
            {
                Edge To() => new(function.Blocks[count == 1 ? 0 : random.Next(4) > 0 ? Math.Min(count - 1, i + random.Next(1, 4)) : random.Next(1, count)]);
                function.Blocks[i].Terminator = i == count - 1 || random.Next(12) == 0 ? new Return()
                    : random.Next(3) == 0 ? new Jump(To()) : new Branch(condition, To(), To());
            }
            check(function, random);
        }
    }
}
