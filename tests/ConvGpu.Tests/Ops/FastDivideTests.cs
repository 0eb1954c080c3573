using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;
using Xunit;

namespace ConvGpu.Tests.Ops;

/// <summary>Division by magic numbers is exact, on the host and in kernels, where divisor, multiplier and shift are values of the launch.</summary>
public abstract class FastDivideTests(string device)
{
    private static readonly int[] Divisors = [1, 2, 3, 5, 7, 9, 25, 64, 100, 784, 50177, 65535, 65536, 1 << 30, (1 << 30) + 1, int.MaxValue];

    [Fact]
    public void DividesExactly()
    {
        var opened = TestDevices.Open(device);
        var random = new Random(5);
        foreach (var divisor in Divisors)
        {
            var values = new int[1000];
            for (var i = 0; i < values.Length; i++)
            {
                var near = (long)divisor * random.Next(1, (int)Math.Min(100000L, int.MaxValue / divisor) + 1) + i % 3 - 1;
                values[i] = i % 2 == 0 ? random.Next() : (int)Math.Clamp(near, 0, int.MaxValue);
            }
            values[^1] = int.MaxValue;
            var divide = new FastDivide(divisor);
            Assert.All(values, value => Assert.Equal(value / divisor, divide.Divide(value)));

            using var buffer = opened.Allocate(values.Length * sizeof(int), "values");
            var view = buffer.Bytes.Cast<int>();
            opened.CopyToDevice<int>(values, view);
            opened.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, FastDivide>(Divide)(opened.Stream, values.Length, view, divide);
            var quotients = new int[values.Length];
            opened.CopyToHost(view, quotients.AsSpan());
            Assert.Equal(values.Select(value => value / divisor), quotients);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastDivide(0));
    }

    private static void Divide(Index1D index, ArrayView<int> values, FastDivide divide) => values[index] = divide.Divide(values[index]);
}

[Collection(OnDevice.CpuAccelerator)]
public sealed class FastDivideTestsOnCpuAccelerator() : FastDivideTests(OnDevice.CpuAccelerator);

[Collection(OnDevice.OpenCl)]
public sealed class FastDivideTestsOnOpenCl() : FastDivideTests(OnDevice.OpenCl);

[Collection(OnDevice.Cuda)]
public sealed class FastDivideTestsOnCuda() : FastDivideTests(OnDevice.Cuda);
