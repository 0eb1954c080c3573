using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGpu.Emulation.Tests;

/// <summary>PTX that Debian's llc made of small C kernels, against C#.</summary>
public sealed class LlcTests
{
    private static readonly PtxModule Module = PtxModule.Parse(Resource("kernels.ptx"));

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(LlcTests).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static float[] Floats(int count, int seed, float scale = 10)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * scale).ToArray();
    }

    private static int[] Integers(int count, int seed, int low = int.MinValue, int high = int.MaxValue)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(low, high)).ToArray();
    }

    [Fact]
    public void VectorAdd()
    {
        using var device = new Device();
        const int N = 1000;
        float[] a = Floats(N, 1), b = Floats(N, 2);
        var c = device.Upload(new float[N]);
        device.Run(Module.Entries["vector_add"], 4, 256, device.Upload(a), device.Upload(b), c, N);
        Assert.Equal(a.Zip(b, (x, y) => x + y), device.Download<float>(c, N));
    }

    [Fact]
    public void Reduction()
    {
        using var device = new Device();
        const int N = 5000;
        var x = Floats(N, 3);
        var sums = device.Upload(new float[3]);
        device.Run(Module.Entries["reduce"], 3, 256, device.Upload(x), sums, N);
        var expected = new float[3];
        for (var g = 0; g < 3; g++)
        {
            var partial = new float[256];
            for (var t = 0; t < 256; t++)
            {
                for (var i = g * 256 + t; i < N; i += 768) partial[t] += x[i];
            }

            for (var s = 128; s > 0; s >>= 1)
            {
                for (var t = 0; t < s; t++) partial[t] += partial[t + s];
            }

            expected[g] = partial[0];
        }

        Assert.Equal(expected, device.Download<float>(sums, 3));
    }

    [Fact]
    public void MatrixMultiply()
    {
        using var device = new Device();
        const int N = 37;
        float[] a = Floats(N * N, 4), b = Floats(N * N, 5);
        var c = device.Upload(new float[N * N]);
        device.Run(Module.Entries["matrix_multiply"], (3, 3, 1), (16, 16, 1), 0, device.Upload(a), device.Upload(b), c, N);
        var expected = new float[N * N];
        for (var row = 0; row < N; row++)
        {
            for (var column = 0; column < N; column++)
            {
                float sum = 0;
                for (var k = 0; k < N; k++) sum += a[row * N + k] * b[k * N + column];
                expected[row * N + column] = sum;
            }
        }

        Assert.Equal(expected, device.Download<float>(c, N * N));
    }

    [Fact]
    public void Histogram()
    {
        using var device = new Device();
        var x = new byte[3000];
        new Random(6).NextBytes(x);
        var bins = device.Upload(new int[256]);
        device.Run(Module.Entries["histogram"], 3, 64, device.Upload(x), bins, x.Length);
        var expected = new int[256];
        foreach (var value in x) expected[value]++;
        Assert.Equal(expected, device.Download<int>(bins, 256));
    }

    [Fact]
    public void WarpSum()
    {
        using var device = new Device();
        var x = Integers(256, 7);
        var sums = device.Upload(new int[8]);
        device.Run(Module.Entries["warp_sum"], 2, 128, device.Upload(x), sums);
        Assert.Equal(Enumerable.Range(0, 8).Select(w => x.Skip(w * 32).Take(32).Aggregate(0, (s, v) => unchecked(s + v))), device.Download<int>(sums, 8));
    }

    [Fact]
    public void Switches()
    {
        using var device = new Device();
        var x = Integers(128, 8, -2, 12);
        var y = device.Upload(new int[128]);
        device.Run(Module.Entries["switches"], 2, 64, device.Upload(x), y);
        var expected = x.Select((v, i) => v switch
        {
            0 => 17, 1 => v * 3 + i, 2 => i ^ 0x55, 3 => -i, 4 => i / 3, 5 => i % 7, 9 => 1 << (i & 15), _ => -1,
        });
        Assert.Equal(expected, device.Download<int>(y, 128));
    }

    [Fact]
    public void IntegerArithmetic()
    {
        using var device = new Device();
        const int N = 500;
        int[] x = Integers(N, 9), y = Integers(N, 10);
        for (var i = 0; i < 50; i++) y[i] = i - 25;
        var result = device.Upload(new int[N * 12]);
        device.Run(Module.Entries["integers"], 8, 64, device.Upload(x), device.Upload(y), result, N);
        var actual = device.Download<int>(result, N * 12);
        for (var i = 0; i < N; i++)
        {
            int a = x[i], b = y[i] | 1;
            uint ua = (uint)a, ub = (uint)b;
            int[] expected = unchecked(
            [
                a / b, a % b, (int)(ua / ub), (int)(ua % ub), (int)((long)a * b >> 32), (int)((ulong)ua * ub >> 32), a >> (b & 31), (int)(ua >> (b & 31)),
                (a << 5) | (int)(ua >> 27), Math.Min(a, b), (int)Math.Max(ua, ub), (short)a * (short)b + (sbyte)a,
            ]);
            Assert.Equal(expected, actual.Skip(i * 12).Take(12));
        }
    }

    [Fact]
    public void FloatArithmetic()
    {
        using var device = new Device();
        const int N = 300;
        float[] x = Floats(N, 11, 1000), y = Floats(N, 12, 1000);
        x[0] = y[0];
        var result = device.Upload(new float[N * 8]);
        device.Run(Module.Entries["floats"], 5, 64, device.Upload(x), device.Upload(y), result, N);
        var actual = device.Download<float>(result, N * 8);
        for (var i = 0; i < N; i++)
        {
            float a = x[i], b = y[i];
            float[] expected = [a + b, a - b, a * b, a / b, (float)((double)a * b + 1), (int)a, a < b ? a : b, a == b ? 1 : a > b ? 2 : 3];
            Assert.Equal(expected, actual.Skip(i * 8).Take(8));
        }
    }

    [Fact]
    public void LoopsOfDifferentLength()
    {
        using var device = new Device();
        var x = Integers(256, 13, 1, 10000);
        var steps = device.Upload(new int[256]);
        device.Run(Module.Entries["collatz"], 4, 64, device.Upload(x), steps);
        Assert.Equal(x.Select(Collatz), device.Download<int>(steps, 256));
    }

    private static int Collatz(int start)
    {
        var count = 0;
        for (var v = (uint)start; v != 1; count++) v = (v & 1) != 0 ? 3 * v + 1 : v / 2;
        return count;
    }

    [Fact]
    public void CallsWithStructures()
    {
        using var device = new Device();
        int[] x = Integers(64, 14, 1, 1000), y = Integers(64, 15, 1, 1000);
        var result = device.Upload(new long[64]);
        device.Run(Module.Entries["calls"], 1, 64, device.Upload(x), device.Upload(y), result);
        var expected = x.Zip(y, (a, b) =>
        {
            int p = a, q = b;
            while (q != 0) (p, q) = (q, p % q);
            return (a & 1) != 0 ? a * 1000L + p : p * 1000L + a;
        });
        Assert.Equal(expected, device.Download<long>(result, 64));
    }

    [Fact]
    public void LocalArray()
    {
        using var device = new Device();
        var x = Integers(64 * 32, 16);
        var result = device.Upload(new int[64]);
        device.Run(Module.Entries["local_array"], 1, 64, device.Upload(x), result);
        var expected = Enumerable.Range(0, 64).Select(i =>
        {
            var counts = Enumerable.Range(0, 16).ToArray();
            for (var k = 0; k < 32; k++) counts[x[i * 32 + k] & 15] += k;
            return counts.Aggregate(0, (sum, count) => unchecked(sum * 3 + count));
        });
        Assert.Equal(expected, device.Download<int>(result, 64));
    }

    [Fact]
    public void ConstantTable()
    {
        using var device = new Device();
        var x = Integers(64, 17);
        var result = device.Upload(new int[64]);
        device.Run(Module.Entries["constants"], 1, 64, device.Upload(x), result);
        int[] table = [3, 1, 4, 1, 5, 9, 2, 6];
        Assert.Equal(x.Select(v => table[v & 7]), device.Download<int>(result, 64));
    }

    [Fact]
    public void CheckedInTextIsWhatLlcMakes()
    {
        var directory = Directory.CreateTempSubdirectory("ptx");
        try
        {
            Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && File.Exists("/usr/bin/clang-14") && File.Exists("/usr/bin/llc-14"),
                "clang-14 or llc-14 is not installed");
            foreach (var name in new[] { "kernels.cl", "generate.sh" }) File.WriteAllText(Path.Combine(directory.FullName, name), Resource(name));
            var output = Path.Combine(directory.FullName, "new.ptx");
            using var process = Process.Start(new ProcessStartInfo("bash", ["generate.sh", output]) { WorkingDirectory = directory.FullName })!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(Resource("kernels.ptx"), File.ReadAllText(output));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
