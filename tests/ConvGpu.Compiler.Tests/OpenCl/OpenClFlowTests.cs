using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>Control flow, parallel copies, shared memory, barriers and atomics of printed kernels.</summary>
public sealed class OpenClFlowTests
{
    [Fact]
    public void Loop_parameters_that_swap_are_copied_at_once()
    {
        // Fibonacci: (a, b) becomes (b, a + b), which a sequential copy would spoil.
        const string ir = """
            kernel fibonacci
            param %x:ptr.global x
            entry:
              %i:i32 = group #0
              br head(i32 0, i32 1, i32 0)
            head(%a:i32, %b:i32, %k:i32):
              %more:i1 = cmp.lt %k, %i
              br %more, body, done
            body:
              %c:i32 = add %a, %b
              %l:i32 = add %k, i32 1
              br head(%b, %c, %l)
            done:
              %p:ptr.global = ptradd %x, %i #4
              store %p, %a
              ret
            """;
        Assert.Equal([0, 1, 1, 2, 3, 5, 8, 13, 21, 34], RunInts(ir, 10, 1));
    }

    [Fact]
    public void A_cycle_of_loop_parameters_keeps_every_value()
    {
        const string ir = """
            kernel rotate
            param %x:ptr.global x
            entry:
              %i:i32 = group #0
              br head(i32 1, i32 2, i32 3, i32 0)
            head(%a:i32, %b:i32, %c:i32, %k:i32):
              %more:i1 = cmp.lt %k, %i
              %l:i32 = add %k, i32 1
              br %more, head(%b, %c, %a, %l), done
            done:
              %p:ptr.global = ptradd %x, %i #4
              %t:i32 = mul %a, i32 100
              %u:i32 = mul %b, i32 10
              %v:i32 = add %t, %u
              %w:i32 = add %v, %c
              store %p, %w
              ret
            """;
        Assert.Equal([123, 231, 312, 123], RunInts(ir, 4, 1));
    }

    [Fact]
    public void Exits_from_inner_loops_reach_their_targets()
    {
        // The first (i, j) with i * j == n, or -1: a return out of two loops.
        const string ir = """
            kernel factors
            param %x:ptr.global x
            entry:
              %n:i32 = group #0
              %p:ptr.global = ptradd %x, %n #4
              br outer(i32 2)
            outer(%i:i32):
              %mo:i1 = cmp.lt %i, i32 12
              br %mo, inner(i32 2), none
            inner(%j:i32):
              %mi:i1 = cmp.lt %j, i32 12
              br %mi, test, next
            test:
              %m:i32 = mul %i, %j
              %hit:i1 = cmp.eq %m, %n
              %j1:i32 = add %j, i32 1
              br %hit, found, inner(%j1)
            next:
              %i1:i32 = add %i, i32 1
              br outer(%i1)
            found:
              %s:i32 = mul %i, i32 100
              %t:i32 = add %s, %j
              br end(%t)
            none:
              br end(i32 -1)
            end(%r:i32):
              store %p, %r
              ret
            """;
        var expected = Enumerable.Range(0, 60).Select(n =>
        {
            for (int i = 2; i < 12; i++)
                for (int j = 2; j < 12; j++)
                    if (i * j == n)
                        return i * 100 + j;
            return -1;
        });
        Assert.Equal(expected, RunInts(ir, 60, 1));
    }

    [Fact]
    public void Items_of_a_group_exchange_through_shared_memory()
    {
        // Each item reads what its mirror image wrote, twice.
        const string ir = """
            kernel mirror
            param %x:ptr.global x
            entry:
              %s:ptr.shared = shared #256, 4
              %t:i32 = thread #0
              %g:i32 = group #0
              %w:i32 = groupdim #0
              %base:i32 = mul %g, %w
              %i:i32 = add %base, %t
              %p:ptr.global = ptradd %x, %i #4
              %a:i32 = load %p
              %q:ptr.shared = ptradd %s, %t #4
              store %q, %a
              barrier
              %last:i32 = sub %w, i32 1
              %m:i32 = sub %last, %t
              %o:ptr.shared = ptradd %s, %m #4
              %b:i32 = load %o
              store %p, %b
              ret
            """;
        int[] data = [.. Enumerable.Range(0, 128)];
        byte[] buffer = OpenClMachine.Bytes(data);
        using var machine = new OpenClMachine();
        machine.Run(ir, new LaunchDimensions(2, 1, 1, 64, 1, 1, 0), buffer);
        Assert.Equal([.. Enumerable.Range(0, 64).Reverse(), .. Enumerable.Range(64, 64).Reverse()], OpenClMachine.Values<int>(buffer));
    }

    [Fact]
    public void Atomics_of_every_kind_meet()
    {
        // Item i of 64 contributes i (or i + 1) to one cell each.
        const string ir = """
            kernel atomics
            param %x:ptr.global x
            entry:
              %t:i32 = thread #0
              %f:f32 = stof %t
              %l:i64 = sext %t
              %d:f64 = fconvert %f
              %p1:ptr.global = ptradd %x, i32 1 #8
              %p2:ptr.global = ptradd %x, i32 2 #8
              %p3:ptr.global = ptradd %x, i32 3 #8
              %p4:ptr.global = ptradd %x, i32 4 #8
              %p5:ptr.global = ptradd %x, i32 5 #8
              %p6:ptr.global = ptradd %x, i32 6 #8
              %a0:i32 = atomic %x, %t #0
              %a1:f32 = atomic %p1, %f #8
              %a2:i64 = atomic %p2, %l #0
              %a3:f64 = atomic %p3, %d #8
              %a4:f32 = atomic %p4, %f #10
              %a5:i64 = atomic %p5, %l #5
              %a6:i32 = atomic.cas %p6, i32 0, i32 77
              ret
            """;
        byte[] buffer = new byte[64];
        using var machine = new OpenClMachine();
        machine.Run(ir, new LaunchDimensions(1, 1, 1, 64, 1, 1, 0), buffer);
        Assert.Equal(2016, BitConverter.ToInt32(buffer, 0));
        Assert.Equal(2016f, BitConverter.ToSingle(buffer, 8));
        Assert.Equal(2016L, BitConverter.ToInt64(buffer, 16));
        Assert.Equal(2016d, BitConverter.ToDouble(buffer, 24));
        Assert.Equal(63f, BitConverter.ToSingle(buffer, 32));
        Assert.Equal(63L, BitConverter.ToInt64(buffer, 40));
        Assert.Equal(77, BitConverter.ToInt32(buffer, 48));
    }

    [Fact]
    public void Group_reductions_and_broadcasts_reach_every_item()
    {
        const string ir = """
            kernel reduce
            param %x:ptr.global x
            entry:
              %t:i32 = thread #0
              %low:i1 = cmp.lt %t, i32 5
              %n:i32 = barrier.reduce %low #0
              %all:i1 = barrier.reduce %low #1
              %any:i1 = barrier.reduce %low #2
              %b:i32 = group.broadcast %t, i32 9
              %a32:i32 = zext %all
              %o32:i32 = zext %any
              %s0:i32 = mul %n, i32 1000
              %s1:i32 = mul %b, i32 10
              %s2:i32 = add %s0, %s1
              %s3:i32 = mul %a32, i32 2
              %s4:i32 = add %s2, %s3
              %r:i32 = add %s4, %o32
              %p:ptr.global = ptradd %x, %t #4
              store %p, %r
              ret
            """;
        Assert.Equal(Enumerable.Repeat(5091, 16), RunInts(ir, 16, 16));
    }

    [Fact]
    public void Local_arrays_hold_their_values()
    {
        const string ir = """
            kernel local
            param %x:ptr.global x
            entry:
              %a:ptr.local = alloca #64, 4
              %i:i32 = group #0
              br fill(i32 0)
            fill(%k:i32):
              %q:ptr.local = ptradd %a, %k #4
              %v:i32 = mul %k, %k
              store %q, %v
              %l:i32 = add %k, i32 1
              %more:i1 = cmp.lt %l, i32 16
              br %more, fill(%l), done
            done:
              %s:ptr.local = ptradd %a, %i #4
              %r:i32 = load %s
              %p:ptr.global = ptradd %x, %i #4
              store %p, %r
              ret
            """;
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i * i), RunInts(ir, 16, 1));
    }

    private static int[] RunInts(string ir, int items, int groupSize)
    {
        byte[] buffer = new byte[items * sizeof(int)];
        using var machine = new OpenClMachine();
        machine.Run(ir, new LaunchDimensions(items / groupSize, 1, 1, groupSize, 1, 1, 0), buffer);
        return OpenClMachine.Values<int>(buffer);
    }
}
