using System.Numerics;
using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>The formats of 16 bits over numbers and over vectors: all their codes, and floats around every one of them.</summary>
public sealed class StorageFormatTests
{
    [Fact]
    public void HalfIsThatOfNet()
    {
        for (var code = 0; code <= ushort.MaxValue; code++)
        {
            var value = (float)BitConverter.UInt16BitsToHalf((ushort)code);
            var bits = HalfFormat.Decode((uint)code);
            if (float.IsNaN(value)) Assert.True(float.IsNaN(BitConverter.UInt32BitsToSingle(bits)));
            else Assert.Equal(BitConverter.SingleToUInt32Bits(value), bits);
        }
        foreach (var value in Around<HalfFormat>())
            if (!float.IsNaN(value)) Assert.Equal(BitConverter.HalfToUInt16Bits((Half)value), HalfFormat.Encode(BitConverter.SingleToUInt32Bits(value)));
    }

    [Fact]
    public void BFloat16IsTheNearest()
    {
        foreach (var value in Around<BFloat16Format>())
        {
            var rounded = BitConverter.UInt32BitsToSingle(BFloat16Format.Decode(BFloat16Format.Encode(BitConverter.SingleToUInt32Bits(value))));
            Assert.Equal(StorageReference.Round(value, StorageType.BFloat16), rounded);
        }
    }

    [Fact]
    public void VectorsGiveTheBitsOfNumbers()
    {
        Same<HalfFormat>();
        Same<BFloat16Format>();
    }

    private static void Same<TFormat>() where TFormat : struct, IStorageFormat
    {
        uint[] bits = [.. Around<TFormat>().Select(BitConverter.SingleToUInt32Bits)];
        for (var i = 0; i + Vector<uint>.Count <= bits.Length; i += Vector<uint>.Count)
        {
            var codes = TFormat.Encode(new Vector<uint>(bits, i));
            var decoded = TFormat.Decode(codes);
            for (var lane = 0; lane < Vector<uint>.Count; lane++)
            {
                Assert.Equal(TFormat.Encode(bits[i + lane]), codes[lane]);
                Assert.Equal(TFormat.Decode(codes[lane]), decoded[lane]);
            }
        }
    }

    /// <summary>Each code's float, the floats beside it, and those at and beside the middle to the next code.</summary>
    private static IEnumerable<float> Around<TFormat>() where TFormat : struct, IStorageFormat
    {
        for (uint code = 0; code <= ushort.MaxValue; code++)
        {
            uint bits = TFormat.Decode(code), next = TFormat.Decode(code == ushort.MaxValue ? code : code + 1);
            yield return BitConverter.UInt32BitsToSingle(bits);
            yield return BitConverter.UInt32BitsToSingle(bits + 1);
            yield return BitConverter.UInt32BitsToSingle(bits == 0 ? 0 : bits - 1);
            var middle = (float)(((double)BitConverter.UInt32BitsToSingle(bits) + BitConverter.UInt32BitsToSingle(next)) / 2);
            yield return middle;
            yield return MathF.BitIncrement(middle);
            yield return MathF.BitDecrement(middle);
        }
    }
}
