using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Compiler.Tests.Passes;

public sealed class MemoryPassTests
{
    [Fact]
    public void AVariableBecomesValues()
    {
        var function = PassText.Function("""
            b0:
              %v:ptr.local = alloca #4, 4
              store %v, %a
              br %c, b1, b2
            b1:
              store %v, %b
              br b2
            b2:
              %r:i32 = load %v
              store %p, %r
              ret
            """);
        Assert.True(PromoteMemory.Run(function));
        PassText.Same(function, PassText.Function("""
            b0:
              br %c, b1, b2(%a)
            b1:
              br b2(%b)
            b2(%r:i32):
              store %p, %r
              ret
            """));
    }

    [Theory]
    // Never written: zero.
    [InlineData("%v:ptr.local = alloca #4, 4\n%r:i32 = load %v\nstore %p, %r", "store %p, i32 0")]
    // Two fields, one of them written as a float and read as an integer.
    [InlineData("%v:ptr.local = alloca #8, 4\n%f:ptr.local = ptradd %v, i32 0 #1, 4\nstore %v, %a\nstore %f, %x\n%r:i32 = load %f\n%s:i32 = load %v\nstore %p, %r\nstore %q, %s",
        "%r:i32 = bitcast %x\nstore %p, %r\nstore %q, %a")]
    // Bytes read in another cut stay in memory.
    [InlineData("%v:ptr.local = alloca #8, 4\nstore %v, %a\n%h:ptr.local = ptradd %v, i32 0 #1, 2\n%r:i16 = load %h\nstore %p, %r",
        "%v:ptr.local = alloca #8, 4\nstore %v, %a\n%h:ptr.local = ptradd %v, i32 0 #1, 2\n%r:i16 = load %h\nstore %p, %r")]
    // So does what an unknown index may reach.
    [InlineData("%v:ptr.local = alloca #8, 4\nstore %v, %a\n%h:ptr.local = ptradd %v, %b #4\n%r:i32 = load %h\nstore %p, %r",
        "%v:ptr.local = alloca #8, 4\nstore %v, %a\n%h:ptr.local = ptradd %v, %b #4\n%r:i32 = load %h\nstore %p, %r")]
    public void Slots(string before, string after)
    {
        var function = PassText.Block(before);
        PromoteMemory.Run(function);
        PassText.Same(function, PassText.Block(after));
    }

    [Theory]
    [InlineData("store %p, %x\n%1:f32 = load %p\nstore %q, %1", "store %p, %x\nstore %q, %x")]
    [InlineData("%1:f32 = load %p\n%2:f32 = load %p\n%3:f32 = add %1, %2\nstore %q, %3", "%1:f32 = load %p\n%2:f32 = add %1, %1\nstore %q, %2")]
    // Two parameters may be one memory.
    [InlineData("%1:f32 = load %p\nstore %q, %x\n%2:f32 = load %p\nstore %q, %2\nstore %q, %1", null)]
    // Behind a barrier others may have written.
    [InlineData("store %p, %x\nbarrier\n%1:f32 = load %p\nstore %q, %1", null)]
    [InlineData("store %p, %x\n%o:ptr.global = ptradd %p, i32 0 #1, 4\nstore %o, %y\n%1:f32 = load %p\nstore %q, %1",
        "store %p, %x\n%o:ptr.global = ptradd %p, i32 0 #1, 4\nstore %o, %y\nstore %q, %x")]
    [InlineData("%1:i32 = add %a, %b\n%2:i32 = add %b, %a\n%3:i32 = mul %1, %2\nstore %p, %3", "%1:i32 = add %a, %b\n%2:i32 = mul %1, %1\nstore %p, %2")]
    public void Numbering(string before, string? after)
    {
        var function = PassText.Block(before);
        ValueNumbering.Run(function);
        PassText.Same(function, PassText.Block(after ?? before));
    }

    [Fact]
    public void AReferenceFindsItsSpace()
    {
        var function = PassText.Function("""
            b0:
              %s:ptr.shared = shared #64, 4
              %t:ptr.shared = ptradd %s, %a #4
              %u:ptr = bitcast %s
              %v:ptr = bitcast %t
              br %c, b1(%u), b1(%v)
            b1(%r:ptr):
              %e:ptr = ptradd %r, %b #4
              store %e, %x
              ret
            """);
        InferAddressSpaces.Run(function);
        Verifier.Check(function, allowGeneric: false);
        Assert.Equal(AddressSpace.Shared, function.Blocks[1].Parameters[0].Type.Space);
    }

    [Fact]
    public void AReferenceToTwoMemoriesIsRefused()
    {
        var function = PassText.Function("""
            b0:
              %s:ptr.shared = shared #64, 4
              %u:ptr = bitcast %s
              %v:ptr = bitcast %p
              br %c, b1(%u), b1(%v)
            b1(%r:ptr):
              store %r, %x
              ret
            """);
        var error = Assert.Throws<KernelCompilationException>(() => InferAddressSpaces.Run(function));
        Assert.Equal(Refusal.MergedPointers, error.Refusal);
    }

    [Fact]
    public void NeighbouringAddressesShareTheirBase()
    {
        var function = PassText.Block("%1:ptr.global = ptradd %p, %a #4, 8\nstore %1, %x\n%2:ptr.global = ptradd %p, %a #4, 12\nstore %2, %y");
        ShareAddresses.Run(function);
        PassText.Same(function, PassText.Block("""
            %0:ptr.global = ptradd %p, %a #4
            %1:ptr.global = ptradd %0, i32 0 #1, 8
            store %1, %x
            %2:ptr.global = ptradd %0, i32 0 #1, 12
            store %2, %y
            """));
    }

    [Theory]
    [InlineData("%1:f32 = mul %x, %y\n%2:f32 = add %1, %x\nstore %p, %2", "%1:f32 = fma %x, %y, %x\nstore %p, %1")]
    [InlineData("%1:f32 = mul %x, %y\n%2:f32 = sub %x, %1\nstore %p, %2", "%1:f32 = neg %x\n%2:f32 = fma %1, %y, %x\nstore %p, %2")]
    [InlineData("%1:f32 = mul %x, %y\n%2:f32 = sub %1, %x\nstore %p, %2", "%1:f32 = neg %x\n%2:f32 = fma %x, %y, %1\nstore %p, %2")]
    [InlineData("%1:f32 = mul %x, %y\n%2:f32 = add %1, %1\nstore %p, %2", "%1:f32 = mul %x, %y\n%2:f32 = add %1, %1\nstore %p, %2")]
    public void Contraction(string before, string after)
    {
        var function = PassText.Block(before);
        ContractMultiplyAdd.Run(function);
        DeadCode.Run(function);
        PassText.Same(function, PassText.Block(after));
    }
}
