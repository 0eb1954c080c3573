namespace ConvGpu.Compiler.Tests.Cpu;

public sealed class TextKernelTests
{
    private const string Axpy = """
        kernel axpy
        param %x:ptr.global x
        param %y:ptr.global y
        param %n:i32 n
        param %a:f32 a
        b0:
          %g:i32 = group
          %d:i32 = groupdim
          %t:i32 = thread
          %s:i32 = mul %g, %d
          %i:i32 = add %s, %t
          %c:i1 = cmp.lt %i, %n
          br %c, b1, b2
        b1:
          %px:ptr.global = ptradd %x, %i #4
          %py:ptr.global = ptradd %y, %i #4
          %vx:f32 = load %px
          %vy:f32 = load %py
          %r:f32 = fma %a, %vx, %vy
          store %py, %r
          br b2
        b2:
          ret
        """;

    [Theory]
    [InlineData(16, 1, 100)]
    [InlineData(64, 3, 150)]
    [InlineData(37, 4, 140)]
    [InlineData(5, 2, 9)]
    public void Axpy_WritesExactlyTheRange(int group, int groups, int n)
    {
        foreach (int lanes in TextKernel.Widths)
        {
            var x = Enumerable.Range(0, group * groups).Select(i => (float)i).ToArray();
            var y = x.Select(v => 1000 + v).ToArray();
            TextKernel.Run(Axpy, (group, 1, 1), lanes, groups, x, y, n, 2f);
            for (int i = 0; i < y.Length; i++)
                Assert.Equal(i < n ? 2 * x[i] + 1000 + x[i] : 1000 + x[i], y[i]);
        }
    }

    /// <summary>Lanes run a loop for different times and leave it by different ways.</summary>
    private const string Collatz = """
        kernel collatz
        param %x:ptr.global x
        param %y:ptr.global y
        b0:
          %t:i32 = thread
          %px:ptr.global = ptradd %x, %t #4
          %v:i32 = load %px
          br b1(%v, i32 0)
        b1(%a:i32, %n:i32):
          %one:i1 = cmp.eq %a, i32 1
          br %one, b6(%n), b2
        b2:
          %odd:i32 = and %a, i32 1
          %isodd:i1 = cmp.ne %odd, i32 0
          br %isodd, b3, b4
        b3:
          %m:i32 = mul %a, i32 3
          %m1:i32 = add %m, i32 1
          br b5(%m1)
        b4:
          %h:i32 = shr.s %a, i32 1
          br b5(%h)
        b5(%next:i32):
          %n1:i32 = add %n, i32 1
          %far:i1 = cmp.gt %n1, i32 40
          br %far, b6(i32 -1), b7
        b7:
          br b1(%next, %n1)
        b6(%result:i32):
          %py:ptr.global = ptradd %y, %t #4
          store %py, %result
          ret
        """;

    [Theory]
    [InlineData(16)]
    [InlineData(50)]
    public void DivergentLoop(int group)
    {
        foreach (int lanes in TextKernel.Widths)
        {
            var x = Enumerable.Range(1, group).ToArray();
            var y = new int[group];
            TextKernel.Run(Collatz, (group, 1, 1), lanes, 1, x, y);
            for (int i = 0; i < group; i++)
                Assert.Equal(Steps(x[i]), y[i]);
        }

        static int Steps(int a)
        {
            int n = 0;
            while (a != 1)
            {
                a = a % 2 != 0 ? 3 * a + 1 : a / 2;
                if (++n > 40)
                    return -1;
            }
            return n;
        }
    }

    /// <summary>A tree reduction: a loop with a barrier, half of the items idle in each step.</summary>
    private const string Reduce = """
        kernel reduce
        param %x:ptr.global x
        param %y:ptr.global y
        b0:
          %s:ptr.shared = shared #1024, 16
          %t:i32 = thread
          %g:i32 = group
          %d:i32 = groupdim
          %o:i32 = mul %g, %d
          %i:i32 = add %o, %t
          %px:ptr.global = ptradd %x, %i #4
          %v:f32 = load %px
          %ps:ptr.shared = ptradd %s, %t #4
          store %ps, %v
          barrier
          br b1(i32 128)
        b1(%h:i32):
          %more:i1 = cmp.gt %h, i32 0
          br %more, b2, b5
        b2:
          %c:i1 = cmp.lt %t, %h
          br %c, b3, b4
        b3:
          %j:i32 = add %t, %h
          %pj:ptr.shared = ptradd %s, %j #4
          %a:f32 = load %ps
          %b:f32 = load %pj
          %sum:f32 = add %a, %b
          store %ps, %sum
          br b4
        b4:
          barrier
          %h2:i32 = shr.s %h, i32 1
          br b1(%h2)
        b5:
          %first:i1 = cmp.eq %t, i32 0
          br %first, b6, b7
        b6:
          %r:f32 = load %s
          %py:ptr.global = ptradd %y, %g #4
          store %py, %r
          br b7
        b7:
          ret
        """;

    [Fact]
    public void ReductionWithBarriers()
    {
        foreach (int lanes in TextKernel.Widths)
        {
            var x = Enumerable.Range(0, 512).Select(i => (float)(i * 7 % 31)).ToArray();
            var y = new float[2];
            TextKernel.Run(Reduce, (256, 1, 1), lanes, 2, x, y);
            Assert.Equal([x[..256].Sum(), x[256..].Sum()], y);
        }
    }

    /// <summary>A value carried across a barrier in a loop of the whole group; neighbours are read through shared memory.</summary>
    private const string Rotate = """
        kernel rotate
        param %y:ptr.global y
        param %k:i32 k
        b0:
          %s:ptr.shared = shared #1024, 16
          %t:i32 = thread
          %d:i32 = groupdim
          %ps:ptr.shared = ptradd %s, %t #4
          br b1(%t, i32 0, i32 0)
        b1(%v:i32, %acc:i32, %i:i32):
          %c:i1 = cmp.lt %i, %k
          br %c, b2, b3(%acc)
        b2:
          store %ps, %v
          barrier
          %t1:i32 = add %t, i32 1
          %m:i32 = rem.s %t1, %d
          %pm:ptr.shared = ptradd %s, %m #4
          %w:i32 = load %pm
          barrier
          %acc1:i32 = add %acc, %v
          %i1:i32 = add %i, i32 1
          br b1(%w, %acc1, %i1)
        b3(%r:i32):
          %py:ptr.global = ptradd %y, %t #4
          store %py, %r
          ret
        """;

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(50)]
    public void ValuesLiveAcrossBarriers(int group)
    {
        foreach (int lanes in TextKernel.Widths)
        {
            var y = new int[group];
            TextKernel.Run(Rotate, (group, 1, 1), lanes, 1, y, 5);
            Assert.Equal(Enumerable.Range(0, group).Select(t => Enumerable.Range(0, 5).Sum(j => (t + j) % group)), y);
        }
    }

    /// <summary>The count of odd items and the value of item 3, which all items store.</summary>
    private const string Vote = """
        kernel vote
        param %y:ptr.global y
        b0:
          %t:i32 = thread
          %odd:i32 = and %t, i32 1
          %p:i1 = cmp.ne %odd, i32 0
          %n:i32 = barrier.reduce %p #0
          %sq:i32 = mul %t, %t
          %v:i32 = group.broadcast %sq, i32 3
          %r:i32 = add %n, %v
          %py:ptr.global = ptradd %y, %t #4
          store %py, %r
          ret
        """;

    [Theory]
    [InlineData(8)]
    [InlineData(33)]
    public void VotesAndBroadcasts(int group)
    {
        foreach (int lanes in TextKernel.Widths)
        {
            var y = new int[group];
            TextKernel.Run(Vote, (group, 1, 1), lanes, 1, y);
            Assert.Equal(Enumerable.Repeat(group / 2 + 9, group), y);
        }
    }
}
