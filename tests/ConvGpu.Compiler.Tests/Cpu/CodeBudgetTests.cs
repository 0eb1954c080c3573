using ConvGpu.Compiler.Tests.Api;
using ConvGpu.Threading;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Kernels whose unrolled code is larger than the JIT compiles well.</summary>
[Collection("Standard output")]
public sealed class CodeBudgetTests
{
    private const int Items = 40;

    /// <summary>Quotients of 64-bit lanes take much code each; written out there are 32 x 3 x 8 of them.</summary>
    private static void Large(ArrayView<int> x, ArrayView<int> y)
    {
        int i = Group.IdxX, sum = 0, value = x[i];
        for (int k = 0; k < 32; k++)
            sum += Quotients(value + k, i);
        for (int k = 0; k < 32; k++)
            sum ^= Quotients(value - k, i);
        for (int k = 0; k < 32; k++)
            sum -= Quotients(value ^ k, i);
        y[i] = sum;
    }

    private static int Quotients(int value, int i)
    {
        int sum = 0;
        for (int j = 0; j < 8; j++)
            sum += (int)(value * 3L / (i + j + 1));
        return sum;
    }

    private static void Small(ArrayView<int> x, ArrayView<int> y) => y[Group.IdxX] = Quotients(x[Group.IdxX], Group.IdxX);

    [Fact]
    public void AreUnrolledLess()
    {
        string[] lines = Run(Large, (value, i) =>
        {
            int sum = 0;
            for (int k = 0; k < 32; k++)
                sum += Quotients(value + k, i);
            for (int k = 0; k < 32; k++)
                sum ^= Quotients(value - k, i);
            for (int k = 0; k < 32; k++)
                sum -= Quotients(value ^ k, i);
            return sum;
        });
        Assert.True(lines.Length > 1);
        Assert.All(lines[..^1], line => Assert.EndsWith("more than the JIT compiles well", line));
        Assert.EndsWith(" ms", lines[^1]);
    }

    [Fact]
    public void OthersAreMadeOnce() => Assert.EndsWith(" ms", Assert.Single(Run(Small, Quotients)));

    private static string[] Run(Action<ArrayView<int>, ArrayView<int>> kernel, Func<int, int, int> expected) =>
        [.. DebugLogTests.Told(DebugLevel.Kernels, accelerator =>
        {
            int[] values = [.. Enumerable.Range(0, Items).Select(i => i * 7919 - 50_000)];
            using var x = accelerator.Allocate1D(values);
            using var y = accelerator.Allocate1D<int>(Items);
            accelerator.LoadStreamKernel(kernel)((1, Items), x.View, y.View);
            Assert.Equal(values.Select((value, i) => expected(value, i)), y.GetAsArray1D());
        }).Where(line => line.StartsWith("convgpu[2] code of ", StringComparison.Ordinal))];
}
