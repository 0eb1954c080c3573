using ConvGpu.Compiler.Tests.Cpu;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Lockstep;

/// <summary>Branches that vectors take differently beside branches around barriers: no vector decides for the others.</summary>
public sealed class RegionTests
{
    private const int Groups = 3, Items = 24;

    private const string Head = """
        kernel regions
        param %in:ptr.global in
        param %out:ptr.global out
        b0:
          %shared:ptr.shared = shared #256, 4
          %g:i32 = group
          %t:i32 = thread
          %base:i32 = mul %g, i32 24
          %i:i32 = add %base, %t
          %pin:ptr.global = ptradd %in, %i #4
          %pout:ptr.global = ptradd %out, %i #4
          %own:ptr.shared = ptradd %shared, %t #4
          %swap:i32 = xor %t, i32 1
          %other:ptr.shared = ptradd %shared, %swap #4
          %x:i32 = load %pin
          store %own, %x
          %far:i1 = cmp.gt %x, i32 50
          %first:i1 = cmp.eq %g, i32 1
          barrier

        """;

    /// <summary>Work that some vectors skip, then a branch of the whole group, one way of which has a barrier.</summary>
    private const string SkipBeforeBranch = Head + """
          br %far, b1, b2(i32 -1)
        b1:
          %shift:i32 = and %x, i32 7
          %count:i32 = add %shift, i32 1
          br b6(i32 0, i32 0)
        b6(%k:i32, %sum:i32):
          %sum1:i32 = add %sum, %x
          %k1:i32 = add %k, i32 1
          %more:i1 = cmp.lt %k1, %count
          br %more, b6(%k1, %sum1), b7(%sum1)
        b7(%done:i32):
          br b2(%done)
        b2(%r:i32):
          br %first, b3, b4
        b3:
          %v:i32 = load %other
          barrier
          br b5(%v)
        b4:
          store %own, %t
          br b5(i32 1)
        b5(%w:i32):
          %result:i32 = add %r, %w
          store %pout, %result
          ret
        """;

    /// <summary>The ways of a divergent branch come together where the other side of a branch around a barrier joins.</summary>
    private const string JoinBehindBarrier = Head + """
          br %first, b1, b2
        b1:
          %v:i32 = load %other
          barrier
          br b5(%v)
        b2:
          br %far, b3, b5(i32 -1)
        b3:
          %p0:ptr.global = ptradd %in, i32 0 #1, 4
          %y:i32 = load %p0
          %z:i32 = mul %y, %x
          br b5(%z)
        b5(%r:i32):
          %s:i32 = add %r, i32 3
          store %pout, %s
          ret
        """;

    /// <summary>One side of a divergent branch returns, and the other joins those who come from a barrier.</summary>
    private const string ReturnBesideJoin = Head + """
          br %first, b1, b2
        b1:
          %v:i32 = load %other
          barrier
          br b5(%v)
        b2:
          br %far, b3, b4
        b3:
          %p0:ptr.global = ptradd %in, i32 0 #1, 4
          %y:i32 = load %p0
          %z:i32 = mul %y, %x
          br b5(%z)
        b4:
          ret
        b5(%r:i32):
          %s:i32 = add %r, i32 3
          store %pout, %s
          ret
        """;

    /// <summary>Whole vectors branch differently (their first item decides), one side returns, the other joins those from a barrier.</summary>
    private const string VectorsBesideJoin = Head + """
          %all:i32 = and %t, i32 16
          %late:i1 = cmp.ne %all, i32 0
          br %first, b1, b2
        b1:
          %v:i32 = load %other
          barrier
          br b5(%v)
        b2:
          br %late, b5(%x), b4
        b4:
          store %pout, i32 77
          ret
        b5(%r:i32):
          %s:i32 = add %r, i32 3
          store %pout, %s
          ret
        """;

    /// <summary>What early returners write to shared memory before a barrier, the others read behind it.</summary>
    private const string WorkBeforeReturn = Head + """
          br %far, b2, b1
        b1:
          br b3
        b2:
          store %own, i32 1000
          ret
        b3:
          barrier
          %v:i32 = load %other
          store %pout, %v
          ret
        """;

    /// <summary>One value goes to both parameters of a join that another way gives different ones.</summary>
    private const string OneValueForTwo = Head + """
          %y:i32 = mul %x, %t
          br %first, b1, b5(%y, %y)
        b1:
          %v:i32 = load %other
          barrier
          br b5(%v, i32 8)
        b5(%r:i32, %w:i32):
          %s:i32 = shl %r, i32 4
          %u:i32 = add %s, %w
          store %pout, %u
          ret
        """;

    /// <summary>The last vector's items return in the first round of a loop with a barrier; the others go on.</summary>
    private const string ReturnFromLoop = Head + """
          %late:i1 = cmp.gt %t, i32 15
          br b1(i32 1, %x)
        b1(%k:i32, %a:i32):
          %again:i1 = cmp.lt %k, i32 4
          br %again, b2, b6
        b2:
          store %own, %a
          barrier
          %v:i32 = load %other
          barrier
          br %late, b3, b4
        b3:
          store %pout, i32 77
          ret
        b4:
          %shift:i32 = and %x, i32 7
          br b7(i32 0, %v)
        b7(%j:i32, %sum:i32):
          %sum1:i32 = add %sum, %x
          %j1:i32 = add %j, i32 1
          %more:i1 = cmp.lt %j1, %shift
          br %more, b7(%j1, %sum1), b5(%sum1)
        b5(%b:i32):
          %k1:i32 = add %k, i32 1
          br b1(%k1, %b)
        b6:
          store %pout, %a
          ret
        """;

    [Theory]
    [InlineData(SkipBeforeBranch)]
    [InlineData(JoinBehindBarrier)]
    [InlineData(ReturnBesideJoin)]
    [InlineData(VectorsBesideJoin)]
    [InlineData(WorkBeforeReturn)]
    [InlineData(OneValueForTwo)]
    [InlineData(ReturnFromLoop)]
    public void GroupsComputeWhatItemsCompute(string text)
    {
        int[] expected = Interpret(IrParser.Parse(text), Items);
        Assert.Contains(expected, value => value != 0);
        foreach (int lanes in new[] { 4, 8 })
        {
            var vector = LockstepPass.Run(IrParser.Parse(text), (Items, 1, 1), lanes);
            Verifier.Check(vector);
            Assert.Equal(expected, Interpret(vector, 1));
        }
        foreach (int lanes in TextKernel.Widths)
        {
            int[] output = new int[Groups * Items];
            TextKernel.Run(text, (Items, 1, 1), lanes, Groups, Input(), output);
            Assert.Equal(expected, output);
        }
    }

    private static int[] Interpret(Function function, int itemsOfCall)
    {
        var memory = new InterpreterMemory();
        byte[] input = new byte[Groups * Items * 4], output = new byte[Groups * Items * 4];
        Buffer.BlockCopy(Input(), 0, input, 0, input.Length);
        new Interpreter(function, memory).Run(new LaunchDimensions(Groups, 1, 1, itemsOfCall, 1, 1, 0), [memory.Add(input), memory.Add(output)]);
        int[] result = new int[Groups * Items];
        Buffer.BlockCopy(output, 0, result, 0, output.Length);
        return result;
    }

    /// <summary>Vectors with all, some and no items above 50, the last of each group with none.</summary>
    private static int[] Input() => [.. Enumerable.Range(0, Groups * Items).Select(i => i % Items < 8 ? 60 + i : i % Items < 16 ? i * 13 % 100 : i % 50)];
}
