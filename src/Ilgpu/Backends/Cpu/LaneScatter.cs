using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Scatters of sixteen 4-byte elements by 32-bit indices of elements. Lanes whose elements lie side by side are stored at once, others
/// one after the other, by ascending lane.
/// </summary>
internal static unsafe class LaneScatter
{
    /// <summary>Whether a scatter is done by <see cref="Method"/>: base, indices, mask, values.</summary>
    public static bool Handles(Instruction scatter) =>
        Avx512F.IsSupported && scatter.Operands[3].Type is { Lanes: 16, Kind: ScalarKind.F32 or ScalarKind.I32 }
        && scatter.Immediate == sizeof(int) && scatter.Operands[1].Type.Kind == ScalarKind.I32;

    public static MethodInfo Method { get; } = typeof(LaneScatter).GetMethod(nameof(Store))!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(long p, Vector512<int> i, Vector512<int> m, Vector512<int> value)
    {
        if (HardwareGather.IsRun(i))
            Avx512F.MaskStore((int*)p + i.ToScalar(), m, value);
        else
            StoreApart((int*)p, i, m, value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreApart(int* p, Vector512<int> i, Vector512<int> m, Vector512<int> value)
    {
        int* indices = stackalloc int[16], values = stackalloc int[16];
        i.Store(indices);
        value.Store(values);
        for (ulong left = m.ExtractMostSignificantBits(); left != 0; left &= left - 1)
        {
            int lane = BitOperations.TrailingZeroCount(left);
            p[indices[lane]] = values[lane];
        }
    }
}
