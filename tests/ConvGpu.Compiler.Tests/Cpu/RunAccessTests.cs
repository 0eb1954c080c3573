using System.Globalization;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Indices that follow one another in some vectors and not in others, with and without lanes that are off.</summary>
public sealed class RunAccessTests
{
    private const int Items = 64;

    public static TheoryData<string, int[]> Patterns => new()
    {
        { "one after the other", Index(t => t) },
        { "backwards", Index(t => Items - 1 - t) },
        { "a jump in the second vector", Index(t => t < 20 ? t : t + 3) },
        { "all but the last lane", Index(t => t % 16 == 15 ? 70 : t) },
        { "all but the first lane", Index(t => t % 16 == 0 ? 79 - t / 16 : t) },
        { "rows of five", Index(t => t / 5 * 6 + t % 5) },
    };

    /// <summary>y[i[t]] = x[i[t]] + t where m[t] is not 0, the rest of y as it was; indices are all different.</summary>
    [Theory]
    [MemberData(nameof(Patterns))]
    public void ReadsAndWritesThroughIndices(string pattern, int[] index)
    {
        const string text = """
            kernel through
            param %i:ptr.global i
            param %m:ptr.global m
            param %x:ptr.global x
            param %y:ptr.global y
            b0:
              %t:i32 = thread
              %pi:ptr.global = ptradd %i, %t #4
              %at:i32 = load %pi
              %pm:ptr.global = ptradd %m, %t #4
              %mask:i32 = load %pm
              %on:i1 = cmp.ne %mask, i32 0
              br %on, b1, b2
            b1:
              %px:ptr.global = ptradd %x, %at #4
              %v:i32 = load %px
              %w:i32 = add %v, %t
              %py:ptr.global = ptradd %y, %at #4
              store %py, %w
              br b2
            b2:
              ret
            """;
        foreach (int lanes in TextKernel.Widths)
            foreach (int step in (int[])[1, 3, 64])
            {
                int[] x = [.. Enumerable.Range(0, 100).Select(i => 1000 + i * 7)], y = [.. Enumerable.Repeat(-1, 100)];
                int[] mask = [.. Enumerable.Range(0, Items).Select(t => (t + 1) % step == 0 ? 1 : 0)];
                int[] expected = [.. y];
                for (int t = 0; t < Items; t++)
                    if (mask[t] != 0)
                        expected[index[t]] = x[index[t]] + t;
                TextKernel.Run(text, (Items, 1, 1), lanes, 1, index, mask, x, y);
                Assert.True(expected.SequenceEqual(y), string.Create(CultureInfo.InvariantCulture, $"{pattern}, {lanes} lanes, every {step}"));
            }
    }

    private static int[] Index(Func<int, int> at) => [.. Enumerable.Range(0, Items).Select(at)];
}
