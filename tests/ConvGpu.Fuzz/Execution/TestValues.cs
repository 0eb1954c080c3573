using System.Buffers.Binary;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Fuzz.Execution;

/// <summary>Inputs where mistakes show: limits, zeros of both signs, NaN, infinities, halves, neighbours of powers of two, and random ones.</summary>
internal static class TestValues
{
    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 3, 5, 7, 10, 15, 20, 30, -7, -6, 31, 32, 33, 63, 64, 100, 127, 128, 200, 255, 256, 1000, 32767, 32768, 65535, 65536,
        int.MaxValue, int.MinValue, uint.MaxValue, 0x1_0000_0001, long.MaxValue, long.MinValue, 0x123456789abcdef0, -1000, -32769, 16777217,
        0x7fffff8000000001, 9007199254740993,
    ];

    private static readonly double[] Floats =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 0.1, 100.25, -100.75, 255.5, 1e-3, 1e10, -1e10, 2147483520, 2147483648, -2147483648,
        4294967040, 4294967296, 9.2e18, 9.3e18, 1.9e19, -1.9e19, 1e38, -1e38, 1e-38, 1e-45, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        0.49999997, 8388609, 16777217, -0.99, 7, 300.0, 70000.0,
    ];

    public static void Fill(byte[] bytes, Type element, int seed)
    {
        var random = new Random(seed + 1);
        var layout = TypeLayout.Of(element);
        int number = seed * 5;
        for (int at = 0; at + layout.Size <= bytes.Length; at += layout.Size)
            foreach (var leaf in layout.Leaves)
                Write(bytes.AsSpan(at + leaf.Offset), leaf.Type, number++, random);
    }

    private static void Write(Span<byte> at, IrType type, int number, Random random)
    {
        // the second view of a kernel meets every value of the first in changing pairs
        int pick = number % 97 < 60 ? number % 41 : -1;
        switch (type.Kind)
        {
            case ScalarKind.I1:
                at[0] = (byte)random.Next(2);
                return;
            case ScalarKind.F32:
                BinaryPrimitives.WriteSingleLittleEndian(at, pick >= 0 ? (float)Floats[pick] : (float)(random.NextDouble() * 40 - 20));
                return;
            case ScalarKind.F64:
                BinaryPrimitives.WriteDoubleLittleEndian(at, pick >= 0 ? Floats[pick] : random.NextDouble() * 40 - 20);
                return;
        }
        long value = pick >= 0 ? Integers[pick] : random.Next(4) == 0 ? random.NextInt64() : random.Next(-60, 60);
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        all[..type.ElementBytes].CopyTo(at);
    }
}
