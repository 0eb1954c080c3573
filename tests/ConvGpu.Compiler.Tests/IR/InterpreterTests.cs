using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.IR;

/// <summary>The reference itself, against results worked out by hand.</summary>
public sealed class InterpreterTests
{
    [Fact]
    public void BarriersLetItemsExchange()
    {
        // Each of 8 items writes its number and reads its neighbour's.
        int[] result = Run("""
            %s:ptr.shared = shared #32, 4
            %t:i32 = thread
            %w:ptr.shared = ptradd %s, %t #4
            store %w, %t
            barrier
            %n:i32 = add %t, i32 1
            %m:i32 = and %n, i32 7
            %r:ptr.shared = ptradd %s, %m #4
            %v:i32 = load %r
            """, new Interpreter(Dummy, new InterpreterMemory()) { CheckSharedReads = true }, 8);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 0], result);
    }

    [Theory]
    // Index 1, up by 1, down by 2, xor 1; width 4 of a warp of 4; a source outside of the segment leaves the own value.
    [InlineData(0, 1, new[] { 10, 10, 10, 10, 50, 50, 50, 50 })]
    [InlineData(1, 1, new[] { 0, 0, 10, 20, 40, 40, 50, 60 })]
    [InlineData(2, 2, new[] { 20, 30, 20, 30, 60, 70, 60, 70 })]
    [InlineData(3, 1, new[] { 10, 0, 30, 20, 50, 40, 70, 60 })]
    public void Shuffles(int kind, int by, int[] expected) => Assert.Equal(expected, Run($"""
        %t:i32 = thread
        %o:i32 = mul %t, i32 10
        %v:i32 = warp.shuffle %o, i32 {by}, i32 4 #{kind}
        """, new Interpreter(Dummy, new InterpreterMemory()) { WarpSize = 4 }, 8));

    [Theory]
    [InlineData("barrier.reduce %c #0", "i32", 3)]
    [InlineData("barrier.reduce %c #1", "i1", 0)]
    [InlineData("barrier.reduce %c #2", "i1", 1)]
    public void Reductions(string operation, string type, int expected) => Assert.All(Run($"""
        %t:i32 = thread
        %c:i1 = cmp.lt %t, i32 3
        %r:{type} = {operation}
        %v:i32 = {(type == "i1" ? "zext %r" : "add %r, i32 0")}
        """, null, 8), value => Assert.Equal(expected, value));

    [Fact]
    public void ABroadcastTakesTheItemsValue() => Assert.All(Run("""
        %t:i32 = thread
        %o:i32 = mul %t, i32 3
        %v:i32 = group.broadcast %o, i32 5
        """, null, 8), value => Assert.Equal(15, value));

    [Fact]
    public void AtomicsYieldTheValueBefore() => Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Run("""
        %s:ptr.shared = shared #4, 4
        %v:i32 = atomic %s, i32 1
        """, null, 8).Order());

    [Fact]
    public void ReturnedItemsCountAsArrived()
    {
        var function = IrParser.Parse("""
            kernel k
            param %p:ptr.global p
            b0:
              %t:i32 = thread
              %c:i1 = cmp.lt %t, i32 4
              br %c, b1, b2
            b1:
              barrier
              %a:ptr.global = ptradd %p, %t #4
              store %a, i32 1
              ret
            b2:
              ret
            """);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0], Execute(function, null, 8));
    }

    [Fact]
    public void BarriersThatOnlySomeReachAreAnError()
    {
        var function = IrParser.Parse("""
            kernel k
            param %p:ptr.global p
            b0:
              %t:i32 = thread
              %c:i1 = cmp.lt %t, i32 4
              br %c, b1, b2
            b1:
              barrier
              br b3
            b2:
              barrier
              br b3
            b3:
              ret
            """);
        Assert.Contains("different barriers", Assert.Throws<InterpreterException>(() => Execute(function, null, 8)).Message);
    }

    [Theory]
    [InlineData("%i:i32 = add %t, i32 1", "bytes 32 to 36 of an allocation of 32")]
    [InlineData("%i:i32 = sub %t, i32 1", "bytes -4 to 0 of an allocation of 32")]
    public void AccessOutsideOfMemoryIsAnError(string index, string expected)
    {
        var function = IrParser.Parse($"""
            kernel k
            param %p:ptr.global p
            b0:
              %t:i32 = thread
              {index}
              %a:ptr.global = ptradd %p, %i #4
              store %a, %i
              ret
            """);
        Assert.Contains(expected, Assert.Throws<InterpreterException>(() => Execute(function, null, 8)).Message);
    }

    [Fact]
    public void ReadingSharedMemoryNobodyWroteIsAnErrorWhenAsked()
    {
        const string text = "%s:ptr.shared = shared #4, 4\n%v:i32 = load %s";
        Assert.All(Run(text, null, 8), value => Assert.Equal(0, value));
        Assert.Contains("nobody has written",
            Assert.Throws<InterpreterException>(() => Run(text, new Interpreter(Dummy, new InterpreterMemory()) { CheckSharedReads = true }, 8)).Message);
    }

    [Fact]
    public void AnAssertionNamesItsText() => Assert.Contains("index in range",
        Assert.Throws<InterpreterException>(() => Run("%v:i32 = thread\n%c:i1 = cmp.lt %v, i32 4\nassert %c \"index in range\"", null, 8)).Message);

    [Fact]
    public void AnEndlessLoopIsStopped() => Assert.Contains("does not end", Assert.Throws<InterpreterException>(() =>
        Execute(IrParser.Parse("kernel k\nparam %p:ptr.global p\nb0:\n  br b1\nb1:\n  br b1\n"), new Interpreter(Dummy, new InterpreterMemory()) { MaxSteps = 1000 }, 1)).Message);

    [Fact]
    public void VectorsComputeLaneByLane() => Assert.Equal([6, 6, 6, 6, 6, 6, 6, 6], Run("""
        %l:i32x4 = iota
        %r:i32x4 = permute %l, i32x4 3
        %m:i1x4 = cmp.lt %l, %r
        %n:i32 = mask.count %m
        %e:i32 = extract %r #2
        %v:i32 = add %n, %e
        """, null, 8));

    [Theory]
    // .NET 10: conversions saturate and NaN is 0; Min and Max hand NaN on and put -0 below +0; shift counts are masked.
    [InlineData("ftos f32 3000000000", "i32", int.MaxValue)]
    [InlineData("ftos f32 0x7fc00000", "i32", 0)]
    [InlineData("ftou f32 -5", "i32", 0)]
    [InlineData("ftou f32 4000000000", "i32", unchecked((int)4000000000))]
    [InlineData("fmin f32 0, f32 -0", "f32", int.MinValue)]
    [InlineData("fmax f32 1, f32 0x7fc00000", "f32", 0x7fc00000)]
    [InlineData("shl i32 1, i32 33", "i32", 2)]
    [InlineData("shr.u i32 -1, i32 28", "i32", 15)]
    [InlineData("mulhi.u i32 -1, i32 -1", "i32", -2)]
    [InlineData("roundeven f32 2.5", "f32", 0x40000000)]
    public void Semantics(string operation, string type, int expected) =>
        Assert.All(Run(type == "i32" ? $"%v:i32 = {operation}" : $"%f:f32 = {operation}\n%v:i32 = bitcast %f", null, 2), value => Assert.Equal(expected, value));

    private static readonly Function Dummy = IrParser.Parse("kernel options\nb0:\n  ret\n");

    /// <summary>Runs one block that leaves its result in %v, and returns it for each item.</summary>
    private static int[] Run(string lines, Interpreter? options, int items) => Execute(IrParser.Parse($"""
        kernel k
        param %p:ptr.global p
        b0:
        {lines}
          %item:i32 = thread
          %address:ptr.global = ptradd %p, %item #4
          store %address, %v
          ret
        """), options, items);

    private static int[] Execute(Function function, Interpreter? options, int items)
    {
        Verifier.Check(function);
        var memory = new InterpreterMemory();
        byte[] output = new byte[items * 4];
        options ??= new Interpreter(Dummy, memory);
        new Interpreter(function, memory) { WarpSize = options.WarpSize, MaxSteps = options.MaxSteps, CheckSharedReads = options.CheckSharedReads }
            .Run(new LaunchDimensions(1, 1, 1, items, 1, 1, 0), [memory.Add(output)]);
        return [.. Enumerable.Range(0, items).Select(i => BitConverter.ToInt32(output, i * 4))];
    }
}
