using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Kernels.Managed;

/// <summary>Four neighbouring blocks of <see cref="Philox"/> at a time, where the processor multiplies vectors of 32 bits into 64.</summary>
internal static class PhiloxVectors
{
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>The sixteen words of the blocks from <paramref name="block"/> on, in the order of elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<uint> First, Vector256<uint> Last) Words(uint block, uint step, uint key0, uint key1)
    {
        // A lane is 64 bits, of which a product reads the lower half: what the upper one holds does not matter until the end.
        var c0 = Vector256.Create((ulong)block, block + 1, block + 2, block + 3);
        Vector256<ulong> c1 = Vector256.Create((ulong)step), c2 = default, c3 = default;
        Vector256<uint> a = Vector256.Create(Philox.MultiplierA), b = Vector256.Create(Philox.MultiplierB);
        for (var round = 0; round < 10; round++)
        {
            Vector256<ulong> left = Avx2.Multiply(a, c0.AsUInt32()), right = Avx2.Multiply(b, c2.AsUInt32());
            c0 = (right >> 32) ^ c1 ^ Vector256.Create((ulong)key0);
            c1 = right;
            c2 = (left >> 32) ^ c3 ^ Vector256.Create((ulong)key1);
            c3 = left;
            key0 += Philox.WeylA;
            key1 += Philox.WeylB;
        }
        var lower = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> front = (c0 & lower) | (c1 << 32), back = (c2 & lower) | (c3 << 32);
        Vector256<ulong> even = Avx2.UnpackLow(front, back), odd = Avx2.UnpackHigh(front, back);
        return (Avx2.Permute2x128(even, odd, 0x20).AsUInt32(), Avx2.Permute2x128(even, odd, 0x31).AsUInt32());
    }
}
