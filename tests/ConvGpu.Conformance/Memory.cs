using System.Diagnostics;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Conformance;

/// <summary>Arrays, ref locals, static fields, views and their parts.</summary>
public static class Memory
{
    private static readonly int[] Table = [3, 1, 4, 1, 5, 9, 2, 6];
    private static readonly float Factor = 2.5f;
    private static readonly Structs.Complex Unit = new(0, 1);
    private const int Size = 6;

    [Conformance]
    public static void ConstantArrays(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        var a = new int[] { 1, 10, 100, 1000 };
        var b = new int[Size];
        for (int k = 0; k < b.Length; k++)
            b[k] = a[k & 3] * k;
        b[x[i] & 3] += 7;
        b[1] <<= 1;
        int sum = 0;
        foreach (int value in b)
            sum = sum * 3 + value;
        output[i] = sum + a.Length;
    }

    [Conformance]
    public static void ArraysInLoops(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int sum = 0;
        for (int k = 0; k < 4; k++)
        {
            var counts = new int[4];
            counts[(x[i] + k) & 3]++;
            counts[k] += 10;
            sum = sum * 7 + counts[0] + counts[3];
        }
        output[i] = sum;
    }

    [Conformance]
    public static void ArraysOfStructs(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        var a = new Structs.Complex[3];
        a[1] = new Structs.Complex(x[i], 2);
        a[i % 3].Im += 5;
        ref var last = ref a[2];
        last = a[1];
        last.Conjugate();
        output[i] = a[0].Im + a[1].Re * 2 + a[2].Im * 3;
    }

    [Conformance]
    public static void OtherElementTypes(Index1D i, ArrayView<byte> x, ArrayView<long> output)
    {
        var bytes = new byte[] { 1, 2, 3, 250 };
        var flags = new bool[3];
        var shorts = new short[] { -1, -2 };
        var longs = new long[2];
        var doubles = new double[] { 0.5, 1.5 };
        flags[x[i] % 3] = true;
        bytes[0] += x[i];
        longs[1] = shorts[i & 1];
        longs[0] = bytes[0] + bytes[3] + (flags[1] ? 1000 : 0);
        output[i] = longs[0] * 10 + longs[1] + (long)doubles[i & 1];
    }

    [Conformance]
    public static void StaticFields(Index1D i, ArrayView<int> x, ArrayView<float> output)
    {
        int sum = 0;
        for (int k = 0; k < Table.Length; k++)
            sum += Table[k] * Table[(k + x[i]) & 7];
        output[i] = sum * Factor + Unit.Im + Index1D.One.X + ArrayView<double>.ElementSize + MathF.PI;
    }

    [Conformance]
    public static void RefLocals(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        int a = 1, b = 2;
        ref int r = ref a;
        r += 10;
        if (x[i] > 0)
            r = ref b;
        r *= 3;
        ref int o = ref output[i];
        o = a;
        o += b * 100;
        Increment(ref o);
        Increment(ref Choose(x[i] > 5, ref a, ref b));
        o += a - b;
    }

    private static void Increment(ref int value) => value++;

    private static ref int Choose(bool first, ref int a, ref int b) => ref first ? ref a : ref b;

    [Conformance]
    public static void Views(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        var part = x.SubView(4L, 16L);
        var bytes = part.Cast<byte>();
        int at = i % 16;
        output[i] = part[at] + bytes[at * 4] + (int)bytes.Length + part.IntLength * 1000 + (part.IsValid ? 1 : 0);
        long index = at;
        output[i] ^= x.SubView(2)[index] + x[(long)at];
    }

    [Conformance]
    public static void CastsToVectors(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        if (i >= 16)
            return;
        var v = x.Cast<Quad>()[i];
        v.A += v.B;
        v.D *= 2;
        output.Cast<Quad>()[i] = v;
    }

    public struct Quad
    {
        public float A, B, C, D;
    }

    [Conformance]
    public static void LocalMemoryTiles(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        var tile = LocalMemory.Allocate1D<float>(16);
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < 4; b++)
                tile[a * 4 + b] = x[i] * a + b;
        float sum = 0;
        for (int a = 0; a < 16; a++)
            sum += tile[a] * tile[15 - a];
        output[i] = sum;
        var square = LocalMemory.Allocate2D<int, Stride2D.DenseX>(new Index2D(3, 3), new Stride2D.DenseX(3));
        for (int a = 0; a < 9; a++)
            square[a % 3, a / 3] = a;
        output[i] += square[1, 2] * 100 + square[2, 1];
    }

    [Conformance]
    public static void UnsafeReferences(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        ref int bits = ref Unsafe.As<float, int>(ref x[i]);
        output[i] = (bits >> 23) + Unsafe.Add(ref x[0], 3) + Unsafe.SizeOf<Structs.Mixed>();
        Debug.Assert(i.X >= 0, "the index is not negative");
    }

    [Conformance]
    public static void OutParameters(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        Decompose(x[i], out int low, out var high);
        if (TryHalve(low, out int half))
            high += half;
        output[i] = low + high * 3;
    }

    private static void Decompose(int value, out int low, out int high)
    {
        low = value & 0xffff;
        high = value >> 16;
    }

    private static bool TryHalve(int value, out int half)
    {
        half = value / 2;
        return value % 2 == 0;
    }

    [Conformance]
    public static void ParametersAssigned(Index1D i, ArrayView<int> x, ArrayView<int> output, int count, float scale, byte small, bool flag)
    {
        count += x[i];
        small += 200;
        flag = !flag;
        output[i] = Consume(count, scale) + small + (flag ? 1 : 0);
    }

    private static int Consume(int count, float scale)
    {
        while (count > 10)
            count /= 2;
        scale += count;
        return (int)scale;
    }
}
