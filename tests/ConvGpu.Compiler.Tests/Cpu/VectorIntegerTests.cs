using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Divisions, high products and shifts of 32-bit lanes by amounts that differ, against the scalar rules.</summary>
public sealed class VectorIntegerTests
{
    private static readonly int[] Values =
        [0, 1, -1, 2, -2, 3, -3, 7, 10, -10, 31, 32, 33, 641, 65535, 65536, -65537, 715827883, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1];

    [Theory]
    [InlineData("div.s")]
    [InlineData("div.u")]
    [InlineData("rem.s")]
    [InlineData("rem.u")]
    [InlineData("mulhi.s")]
    [InlineData("mulhi.u")]
    [InlineData("shl")]
    [InlineData("shr.s")]
    [InlineData("shr.u")]
    public void LanesFollowTheScalarRules(string name)
    {
        string text = $"""
            kernel op
            param %x:ptr.global x
            param %y:ptr.global y
            param %z:ptr.global z
            b0:
              %t:i32 = thread
              %g:i32 = group
              %b:i32 = mul %g, i32 64
              %i:i32 = add %b, %t
              %px:ptr.global = ptradd %x, %i #4
              %py:ptr.global = ptradd %y, %i #4
              %pz:ptr.global = ptradd %z, %i #4
              %a:i32 = load %px
              %c:i32 = load %py
              %r:i32 = {name} %a, %c
              store %pz, %r
              ret
            """;
        var random = new Random(5);
        var pairs = (from a in Values from b in Values select (a, b)).ToList();
        bool divides = name.StartsWith("div", StringComparison.Ordinal) || name.StartsWith("rem", StringComparison.Ordinal);
        while (pairs.Count < 64 * 40)
            pairs.Add(((int)random.NextInt64(1L << 32), (int)random.NextInt64(1L << 32) >> random.Next(31)));
        if (divides)
            pairs = pairs.ConvertAll(pair => pair.b == 0 || pair is (int.MinValue, -1) ? (pair.a, 5) : pair);
        var op = Enum.GetValues<Opcode>().First(candidate => OpInfo.Of(candidate).Name == name);
        int[] expected = [.. pairs.Select(pair => Expected(op, pair.a, pair.b))];
        foreach (int lanes in TextKernel.Widths)
        {
            int[] z = new int[pairs.Count];
            TextKernel.Run(text, (64, 1, 1), lanes, pairs.Count / 64, pairs.Select(pair => pair.a).ToArray(), pairs.Select(pair => pair.b).ToArray(), z);
            for (int i = 0; i < z.Length; i++)
                Assert.True(z[i] == expected[i], $"{pairs[i].a} {name} {pairs[i].b} is {expected[i]}, {lanes} lanes give {z[i]}");
        }
    }

    private static int Expected(Opcode op, int a, int b) => op switch
    {
        Opcode.DivS => a / b,
        Opcode.DivU => (int)((uint)a / (uint)b),
        Opcode.RemS => a % b,
        Opcode.RemU => (int)((uint)a % (uint)b),
        Opcode.MulHiS => (int)((long)a * b >> 32),
        Opcode.MulHiU => (int)((ulong)(uint)a * (uint)b >> 32),
        Opcode.Shl => a << b,
        Opcode.ShrS => a >> b,
        _ => a >>> b,
    };
}
