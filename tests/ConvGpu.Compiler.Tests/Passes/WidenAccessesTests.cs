using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ILGPU;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class WidenAccessesTests
{
    private const string Next = "%p4:ptr.global = ptradd %p, i32 0 #1, 4\n%p8:ptr.global = ptradd %p, i32 0 #1, 8\n%p12:ptr.global = ptradd %p, i32 0 #1, 12\n";

    [Fact]
    public void FourLoadsBecomeOne() => Becomes(
        Next + "%2:f32 = load %p4\n%1:f32 = load %p #16\n%3:f32 = load %p8\n%4:f32 = load %p12\nstore %q, %1\nstore %q, %2\nstore %q, %3\nstore %q, %4",
        "%v:f32x4 = load %p #16\n%1:f32 = extract %v\n%2:f32 = extract %v #1\n%3:f32 = extract %v #2\n%4:f32 = extract %v #3\n"
        + "store %q, %1\nstore %q, %2\nstore %q, %3\nstore %q, %4");

    [Fact]
    public void FourStoresBecomeOneAtTheLast() => Becomes(
        Next + "store %p12, %x #4\nstore %p, %x #16\n%r:f32 = add %x, %y\nstore %p8, %a\nstore %p4, %r",
        "%r:f32 = add %x, %y\n%v0:f32x4 = insert f32x4 0, %x\n%v1:f32x4 = insert %v0, %r #1\n%f:f32 = bitcast %a\n%v2:f32x4 = insert %v1, %f #2\n%v3:f32x4 = insert %v2, %x #3\n"
        + "store %p, %v3 #16");

    /// <summary>A vector of 8 bytes where no more is known, and the first of a run need not be the first access.</summary>
    [Theory]
    [InlineData("%1:f32 = load %p #8\n%2:f32 = load %p4\nstore %q, %1\nstore %q, %2", "%v:f32x2 = load %p #8\n%1:f32 = extract %v\n%2:f32 = extract %v #1\nstore %q, %1\nstore %q, %2")]
    [InlineData("%1:f32 = load %p8 #8\n%2:f32 = load %p12\nstore %q, %1\nstore %q, %2",
        "%p8:ptr.global = ptradd %p, i32 0 #1, 8\n%v:f32x2 = load %p8 #8\n%1:f32 = extract %v\n%2:f32 = extract %v #1\nstore %q, %1\nstore %q, %2")]
    [InlineData("%1:i64 = load %p #16\n%2:i64 = load %p8\nstore %q, %1\nstore %q, %2",
        "%v:i64x2 = load %p #16\n%1:i64 = extract %v\n%2:i64 = extract %v #1\nstore %q, %1\nstore %q, %2")]
    public void Halves(string before, string after) => Becomes(Next + before, after);

    [Theory]
    // Nothing is known of the address, or only of one that does not begin a vector.
    [InlineData("%1:f32 = load %p\n%2:f32 = load %p4\nstore %q, %1\nstore %q, %2")]
    [InlineData("%1:f32 = load %p\n%2:f32 = load %p4 #8\nstore %q, %1\nstore %q, %2")]
    // q may be p.
    [InlineData("%1:f32 = load %p #16\nstore %q, %1\n%2:f32 = load %p4\nstore %q, %2")]
    [InlineData("store %p, %x #16\n%1:f32 = load %q\nstore %p4, %y\nstore %q, %1")]
    [InlineData("store %p, %x #16\nstore %q, %x\nstore %p4, %y\nstore %q, %y")]
    // What waits for a barrier or another item stays on its side.
    [InlineData("%1:f32 = load %p #16\nbarrier\n%2:f32 = load %p4\nstore %q, %1\nstore %q, %2")]
    [InlineData("store %p, %x #16\nbarrier\nstore %p4, %y")]
    [InlineData("store %p, %x #16\n%1:i32 = atomic %q, %a\nstore %p4, %y")]
    [InlineData("store %p, %x #16\nassert %c \"message\"\nstore %p4, %y")]
    // Bytes have no vectors.
    [InlineData("%n1:ptr.global = ptradd %p, i32 0 #1, 1\n%1:i8 = load %p #16\n%2:i8 = load %n1\nstore %q, %1\nstore %q, %2")]
    public void StaysScalar(string lines)
    {
        var function = PassText.Block(Next + lines);
        WidenAccesses.Run(function);
        Assert.DoesNotContain("x2", IrPrinter.Print(function), StringComparison.Ordinal);
        Assert.DoesNotContain("x4", IrPrinter.Print(function), StringComparison.Ordinal);
    }

    /// <summary>Shared memory starts at a multiple of 16, and factors of an index tell of the rest.</summary>
    [Theory]
    [InlineData("%i:i32 = mul %a, i32 4\n", "i32 0", 4)]
    [InlineData("%i:i32 = mul %a, i32 2\n", "i32 0", 2)]
    [InlineData("%i:i32 = add %a, i32 0\n", "i32 0", 1)]
    [InlineData("%m:i32 = mul %a, i32 4\n%n:i32 = mul %b, i32 132\n%i:i32 = add %m, %n\n", "i32 0", 4)]
    [InlineData("%m:i32 = and %a, i32 -4\n%n:i32 = sub %m, %b\n%i:i32 = sub %m, %n\n", "i32 0", 1)]
    public void FactorsOfTheIndex(string index, string step, int lanes)
    {
        var function = PassText.Block(index + $"""
            %s:ptr.shared = shared #4096, 4
            %v:ptr.shared = ptradd %s, %i #4
            %v4:ptr.shared = ptradd %v, {step} #1, 4
            %v8:ptr.shared = ptradd %v, {step} #1, 8
            %v12:ptr.shared = ptradd %v, {step} #1, 12
            store %v, %x
            store %v4, %x
            store %v8, %x
            store %v12, %x
            """);
        bool changed = WidenAccesses.Run(function);
        Verifier.Check(function);
        var stores = All(function).Where(instruction => instruction.Op == Opcode.Store).ToList();
        Assert.Equal(lanes > 1, changed);
        Assert.Equal(4 / lanes, stores.Count);
        Assert.All(stores, store => Assert.Equal(lanes, store.Operands[1].Type.Lanes));
        Assert.Equal(lanes > 1 ? 16 : 4, All(function).Single(instruction => instruction.Op == Opcode.SharedAlloca).Immediate2);
    }

    /// <summary>An address that grows by 16 bytes a turn.</summary>
    [Fact]
    public void LoopsKeepAlignment()
    {
        var function = PassText.Function("""
            b0:
              %s:ptr.shared = shared #4096, 4
              br b1(%s, i32 0)
            b1(%r:ptr.shared, %i:i32):
              %r4:ptr.shared = ptradd %r, i32 0 #1, 4
              store %r, %x
              store %r4, %y
              %next:ptr.shared = ptradd %r, i32 4 #4
              %n:i32 = add %i, i32 1
              %go:i1 = cmp.lt %n, %a
              br %go, b1(%next, %n), b2
            b2:
              ret
            """);
        Assert.True(WidenAccesses.Run(function));
        Verifier.Check(function);
        Assert.Equal(2, All(function).Single(instruction => instruction.Op == Opcode.Store).Operands[1].Type.Lanes);
    }

    private struct Float4
    {
        public float X, Y, Z, W;
    }

    private static void CopyScaled(Index1D index, ArrayView<float> from, ArrayView<float> to, float factor)
    {
        var value = from.Cast<Float4>()[index];
        value.X *= factor;
        value.Y -= value.Z;
        value.Z = factor;
        value.W += value.Y;
        to.Cast<Float4>()[index] = value;
    }

    /// <summary>An element of a view whose size is a power of two up to 16 is at a multiple of its size.</summary>
    [Fact]
    public void CastViewsAreAccessedWhole()
    {
        var function = KernelFrontend.Build(new KernelRequest(GetType().GetMethod(nameof(CopyScaled), BindingFlags.NonPublic | BindingFlags.Static)!, KernelIndexing.Implicit1D));
        Pipeline.Optimize(function, PipelineTarget.Gpu);
        Verifier.Check(function, allowGeneric: false);
        var accesses = All(function).Where(instruction => instruction.Op is Opcode.Load or Opcode.Store).ToList();
        Assert.Equal([Opcode.Load, Opcode.Store], accesses.Select(access => access.Op));
        Assert.All(accesses, access => Assert.Equal(16, access.Immediate));
        Assert.Equal(IrType.F32.WithLanes(4), accesses[0].Type);
    }

    private static void Becomes(string before, string after)
    {
        var function = PassText.Block(before);
        Assert.True(WidenAccesses.Run(function));
        DeadCode.Run(function);
        PassText.Same(function, PassText.Block(after));
    }

    private static IEnumerable<Instruction> All(Function function) => function.Blocks.SelectMany(block => block.Instructions);
}
