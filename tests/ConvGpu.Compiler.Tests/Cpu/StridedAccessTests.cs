using System.Runtime.InteropServices;
using System.Text;
using ConvGpu.Ilgpu.Backends.Cpu;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Gathers and scatters with a stride that together touch consecutive memory become vector accesses and permutations.</summary>
public sealed class StridedAccessTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    public void NeighboursReadWithAStride(int stride)
    {
        // y[t] = sum over j of (j + 1) x[t * stride + j], the elements read in an order that is not theirs.
        string text = $"""
            kernel strided
            param %x:ptr.global x
            param %y:ptr.global y
            b0:
              %t:i32 = thread
              %i:i32 = mul %t, i32 {stride}
              %p:ptr.global = ptradd %x, %i #4
              %s0:f32 = add f32 0, f32 0

            """;
        for (int k = 0; k < stride; k++)
        {
            int j = stride - 1 - k;
            text += $"  %q{k}:ptr.global = ptradd %p, i32 {j} #4\n  %v{k}:f32 = load %q{k}\n  %w{k}:f32 = mul %v{k}, f32 {j + 1}\n  %s{k + 1}:f32 = add %s{k}, %w{k}\n";
        }
        text += $"  %py:ptr.global = ptradd %y, %t #4\n  store %py, %s{stride}\n  ret\n";
        foreach (int lanes in TextKernel.Widths)
        {
            var x = Enumerable.Range(0, 32 * stride).Select(i => (float)(i * 5 % 37)).ToArray();
            var y = new float[32];
            TextKernel.Run(text, (32, 1, 1), lanes, 1, x, y);
            Assert.Equal(x.Chunk(stride).Select(chunk => chunk.Select((value, j) => value * (j + 1)).Sum()), y);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    public void NeighboursWrittenWithAStride(int stride)
    {
        // y[t * stride + j] = x[t * stride + j] * (j + 1): reads and writes take turns and still join, for x and y are of two kinds.
        string text = $"""
            kernel strided
            param %x:ptr.global x
            b0:
              %y:ptr.shared = shared #{32 * 4 * stride}, 4
              %t:i32 = thread
              %i:i32 = mul %t, i32 {stride}
              %p:ptr.global = ptradd %x, %i #4
              %q:ptr.shared = ptradd %y, %i #4

            """;
        for (int j = 0; j < stride; j++)
            text += $"  %p{j}:ptr.global = ptradd %p, i32 {j} #4\n  %q{j}:ptr.shared = ptradd %q, i32 {j} #4\n  %v{j}:f32 = load %p{j}\n"
                + $"  %w{j}:f32 = mul %v{j}, f32 {j + 1}\n  store %q{j}, %w{j}\n";
        text += "  barrier\n";
        for (int j = 0; j < stride; j++)
            text += $"  %r{j}:f32 = load %q{j}\n  store %p{j}, %r{j}\n";
        text += "  ret\n";
        foreach (int lanes in TextKernel.Widths)
        {
            var x = Enumerable.Range(0, 32 * stride).Select(i => (float)(i * 5 % 37)).ToArray();
            var expected = x.Select((value, i) => value * (i % stride + 1)).ToArray();
            TextKernel.Run(text, (32, 1, 1), lanes, 1, x);
            Assert.Equal(expected, x);
        }
    }

    /// <summary>A permutation for each vector in place of one access for each lane, in what is printed.</summary>
    [Fact]
    public void ReadsAndWritesOfDifferentMemoryJoin()
    {
        var function = IrParser.Parse(Accesses(4, 2, [('x', false, 0), ('y', true, 0), ('x', false, 1), ('y', true, 1)], spaceOfY: "shared"));
        StridedAccesses.Run(function);
        Assert.All(function.Entry.Instructions.Where(i => i.Op is Opcode.Gather or Opcode.Scatter), access => Assert.Equal(2, access.Immediate3));
    }

    /// <summary>Accesses that overlap in all ways keep their order: held against the interpreter.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomAccesses_AsInterpreted(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            int stride = random.Next(2, 9);
            var accesses = Enumerable.Range(0, random.Next(4, 24))
                .Select(_ => (random.Next(2) == 0 ? 'x' : 'y', random.Next(2) == 0, random.Next(2 * stride))).ToArray();
            foreach (int lanes in TextKernel.Widths)
            {
                string text = Accesses(lanes, stride, accesses, "global");
                var numbers = Enumerable.Range(0, lanes * stride + 2 * stride).Select(i => (float)random.Next(100)).ToArray();
                var memory = new InterpreterMemory();
                byte[] expected = MemoryMarshal.AsBytes<float>(numbers).ToArray();
                new Interpreter(IrParser.Parse(text), memory).Run(new LaunchDimensions(1, 1, 1, 1, 1, 1, 0), [memory.Add(expected)]);
                TextKernel.Run(IrParser.Parse(text), lanes, 1, numbers);
                Assert.True(MemoryMarshal.Cast<byte, float>(expected).SequenceEqual(numbers), $"seed {seed}, round {round}, {lanes} lanes:\n{text}");
            }
        }
    }

    /// <summary>A vector function of gathers and scatters in one array; scatters write what was read or written last, plus one.</summary>
    private static string Accesses(int lanes, int stride, (char From, bool Write, int Element)[] accesses, string spaceOfY)
    {
        var text = new StringBuilder($"""
            kernel accesses
            param %x:ptr.global x
            b0:
              %y:ptr.{spaceOfY} = {(spaceOfY == "global" ? $"ptradd %x, i32 {stride} #4" : $"shared #{lanes * stride * 8}, 4")}
              %i:i32x{lanes} = iota
              %v:f32x{lanes} = splat f32 7

            """);
        string last = "%v";
        for (int i = 0; i < accesses.Length; i++)
        {
            var (from, write, element) = accesses[i];
            string at = $"%{from}, %i, i1x{lanes} true,", where = $"#{stride * 4}, {element * 4 - (from == 'y' && spaceOfY == "global" ? stride * 4 : 0)}";
            if (write)
                text.Append($"  %w{i}:f32x{lanes} = add {last}, f32x{lanes} 1\n  scatter {at} %w{i} {where}\n");
            else
                text.Append($"  %g{i}:f32x{lanes} = gather {at} f32x{lanes} 0 {where}\n");
            last = write ? $"%w{i}" : $"%g{i}";
        }
        return text.Append("  ret\n").ToString();
    }
}
