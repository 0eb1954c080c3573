using ILGPU;

namespace ConvGpu.Conformance;

/// <summary>Arithmetic, shifts and comparisons of all integer types, as C# promotes them.</summary>
public static class Integers
{
    [Conformance]
    public static void Int(Index1D i, ArrayView<int> x, ArrayView<int> y, ArrayView<int> output)
    {
        int a = x[i], b = y[i], at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = b != 0 && (a != int.MinValue || b != -1) ? a / b : 7;
        output[at + 4] = b != 0 && (a != int.MinValue || b != -1) ? a % b : 7;
        output[at + 5] = a << b ^ a >> b;
        output[at + 6] = (a >>> b) + (~a & b | a ^ -b);
        output[at + 7] = (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0);
    }

    [Conformance]
    public static void UInt(Index1D i, ArrayView<uint> x, ArrayView<uint> y, ArrayView<uint> output)
    {
        uint a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = b != 0 ? a / b : 7;
        output[at + 4] = b != 0 ? a % b : 7;
        output[at + 5] = a << (int)b ^ a >> (int)b;
        output[at + 6] = ~a & b | a ^ b;
        output[at + 7] = (a < b ? 1u : 0) + (a <= b ? 2u : 0) + (a > b ? 4u : 0) + (a >= b ? 8u : 0) + (a == b ? 16u : 0) + (a != b ? 32u : 0);
    }

    [Conformance]
    public static void Long(Index1D i, ArrayView<long> x, ArrayView<long> y, ArrayView<long> output)
    {
        long a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = b != 0 && (a != long.MinValue || b != -1) ? a / b : 7;
        output[at + 4] = b != 0 && (a != long.MinValue || b != -1) ? a % b : 7;
        output[at + 5] = a << (int)b ^ a >> (int)b;
        output[at + 6] = (a >>> (int)b) + (~a & b | a ^ -b);
        output[at + 7] = (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a != b ? 32 : 0);
    }

    [Conformance]
    public static void ULong(Index1D i, ArrayView<ulong> x, ArrayView<ulong> y, ArrayView<ulong> output)
    {
        ulong a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a + b;
        output[at + 1] = a - b;
        output[at + 2] = a * b;
        output[at + 3] = b != 0 ? a / b : 7;
        output[at + 4] = b != 0 ? a % b : 7;
        output[at + 5] = a << (int)b ^ a >> (int)b;
        output[at + 6] = ~a & b | a ^ b;
        output[at + 7] = (a < b ? 1u : 0) + (a <= b ? 2u : 0) + (a > b ? 4u : 0) + (a >= b ? 8u : 0) + (a == b ? 16u : 0) + (a != b ? 32u : 0);
    }

    [Conformance]
    public static void Short(Index1D i, ArrayView<short> x, ArrayView<short> y, ArrayView<short> output)
    {
        short a = x[i], b = y[i];
        int at = i * 8;
        output[at] = (short)(a + b);
        output[at + 1] = (short)(a - b);
        output[at + 2] = (short)(a * b);
        output[at + 3] = (short)(b != 0 ? a / b : 7);
        output[at + 4] = (short)(a << (b & 15));
        output[at + 5] = (short)(a >> (b & 15));
        output[at + 6]++;
        output[at + 6] += a;
        output[at + 7] = a < b ? a : b;
    }

    [Conformance]
    public static void UShortAndChar(Index1D i, ArrayView<ushort> x, ArrayView<ushort> y, ArrayView<ushort> output)
    {
        ushort a = x[i];
        char b = (char)y[i];
        int at = i * 4;
        output[at] = (ushort)(a + b);
        output[at + 1] = (ushort)(a * b);
        output[at + 2] = (ushort)(b != 0 ? a / b : 7);
        output[at + 3] = a < b ? b : a;
        output[at + 3] -= 5;
    }

    [Conformance]
    public static void Bytes(Index1D i, ArrayView<byte> x, ArrayView<sbyte> y, ArrayView<int> output, ArrayView<sbyte> outputSigned)
    {
        byte a = x[i];
        sbyte b = y[i];
        int at = i * 4;
        output[at] = a + b;
        output[at + 1] = (byte)(a * b);
        output[at + 2] = (sbyte)(a - b);
        output[at + 3] = (byte)~a + (a > b ? 1000 : 0);
        b++;
        b <<= 1;
        outputSigned[i] = b;
    }

    [Conformance]
    public static void Bools(Index1D i, ArrayView<bool> x, ArrayView<bool> y, ArrayView<bool> output)
    {
        bool a = x[i], b = y[i];
        int at = i * 8;
        output[at] = a && b;
        output[at + 1] = a || b;
        output[at + 2] = a ^ b;
        output[at + 3] = !a;
        output[at + 4] = a == b;
        output[at + 5] = a & !b;
        output[at + 6] = a ? b : !b;
        output[at + 7] |= a;
    }

    [Conformance]
    public static void Widening(Index1D i, ArrayView<int> x, ArrayView<long> output)
    {
        int a = x[i];
        int at = i * 8;
        output[at] = a;
        output[at + 1] = (uint)a;
        output[at + 2] = (byte)a;
        output[at + 3] = (sbyte)a;
        output[at + 4] = (ushort)a;
        output[at + 5] = (short)a;
        output[at + 6] = (long)(ulong)(uint)a << 7;
        output[at + 7] = (int)((long)a * a >> 16) + (nint)a;
    }

    [Conformance]
    public static void Enums(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        var colour = (Colour)(byte)(x[i] & 3);
        output[i] = colour switch
        {
            Colour.Red => 10,
            Colour.Green => 20,
            Colour.Blue => (int)Colour.Blue * 100,
            _ => colour < Colour.Blue ? 1 : -1,
        };
    }

    public enum Colour : byte { Red = 1, Green, Blue }
}
