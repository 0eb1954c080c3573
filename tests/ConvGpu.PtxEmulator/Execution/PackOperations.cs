using System.Numerics;

namespace ConvGpu.Emulation.Execution;

/// <summary>Several registers side by side into one, the first lowest.</summary>
internal sealed unsafe class PackOperation(int d, int size, int[] parts, int partSize) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        ulong* values = stackalloc ulong[Warp.Lanes];
        for (var i = 0; i < Warp.Lanes; i++) values[i] = 0;
        for (var p = 0; p < parts.Length; p++)
        {
            var lanes = warp.Registers + parts[p];
            var shift = p * partSize * 8;
            for (var rest = mask; rest != 0; rest &= rest - 1)
            {
                var l = BitOperations.TrailingZeroCount(rest);
                values[l] |= RawLane.Read(lanes, l, partSize) << shift;
            }
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            RawLane.Write(warp.Registers + d, l, size, values[l]);
        }
    }
}

/// <summary>One register taken apart; parts at slot -1 are dropped.</summary>
internal sealed unsafe class UnpackOperation(int[] parts, int partSize, int a, int size) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            var l = BitOperations.TrailingZeroCount(mask);
            var value = RawLane.Read(warp.Registers + a, l, size);
            for (var p = 0; p < parts.Length; p++)
            {
                if (parts[p] >= 0) RawLane.Write(warp.Registers + parts[p], l, partSize, value >> (p * partSize * 8));
            }
        }
    }
}

/// <summary>Lanes of a size known only at run time.</summary>
internal static unsafe class RawLane
{
    public static ulong Read(byte* lanes, int lane, int size) => size switch
    {
        1 => lanes[lane],
        2 => ((ushort*)lanes)[lane],
        4 => ((uint*)lanes)[lane],
        _ => ((ulong*)lanes)[lane],
    };

    public static void Write(byte* lanes, int lane, int size, ulong value)
    {
        switch (size)
        {
            case 1: lanes[lane] = (byte)value; break;
            case 2: ((ushort*)lanes)[lane] = (ushort)value; break;
            case 4: ((uint*)lanes)[lane] = (uint)value; break;
            default: ((ulong*)lanes)[lane] = value; break;
        }
    }
}
