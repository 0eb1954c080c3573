using ConvGpu.Ilgpu.Debugging;
using ConvGpu.Ilgpu.IR;

namespace ILGPU;

/// <summary>
/// The items of a group that run in step: consecutive ones, X fastest. How many is the device's choice, from 1 to 64. Kernel code only.
/// </summary>
public static class Warp
{
    /// <summary>Items of a warp.</summary>
    public static int WarpSize => KernelItem.Current.Group.WarpSize;

    /// <summary>The item's number in its warp.</summary>
    public static int LaneIdx => KernelItem.Current.Lane;

    /// <summary>Whether this is the first item of its warp.</summary>
    public static bool IsFirstLane => LaneIdx == 0;

    /// <summary>Whether this is the last item of its warp.</summary>
    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    /// <summary>The warp's number in its group.</summary>
    public static int WarpIdx => Group.LinearIndex / WarpSize;

    /// <summary>The number of the warp that an item of a one-dimensional group belongs to.</summary>
    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx.X / WarpSize;

    /// <summary>The number in its warp of an item of a one-dimensional group.</summary>
    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx.X % WarpSize;

    /// <summary>Waits for all items of the warp; their writes before are visible after.</summary>
    public static void Barrier() => KernelItem.Current.WarpBarrier();

    /// <summary>The variable of lane <paramref name="sourceLane"/>.</summary>
    public static T Shuffle<T>(T variable, int sourceLane) where T : unmanaged => Shuffle(variable, sourceLane, WarpSize);

    /// <summary>The variable of lane <paramref name="sourceLane"/> among consecutive lanes of a part of the warp.</summary>
    /// <param name="variable">The value that other lanes may read.</param>
    /// <param name="sourceLane">The lane within the part, modulo its width.</param>
    /// <param name="width">Lanes of a part, a power of two.</param>
    public static T Shuffle<T>(T variable, int sourceLane, int width) where T : unmanaged =>
        KernelItem.Current.Shuffle(variable, ShuffleKind.Index, sourceLane, width);

    /// <summary>The variable of the lane <paramref name="delta"/> above; the own one where there is none.</summary>
    public static T ShuffleDown<T>(T variable, int delta) where T : unmanaged => ShuffleDown(variable, delta, WarpSize);

    /// <summary>The variable of the lane <paramref name="delta"/> above in a part of the warp; the own one where there is none.</summary>
    public static T ShuffleDown<T>(T variable, int delta, int width) where T : unmanaged =>
        KernelItem.Current.Shuffle(variable, ShuffleKind.Down, delta, width);

    /// <summary>The variable of the lane <paramref name="delta"/> below; the own one where there is none.</summary>
    public static T ShuffleUp<T>(T variable, int delta) where T : unmanaged => ShuffleUp(variable, delta, WarpSize);

    /// <summary>The variable of the lane <paramref name="delta"/> below in a part of the warp; the own one where there is none.</summary>
    public static T ShuffleUp<T>(T variable, int delta, int width) where T : unmanaged =>
        KernelItem.Current.Shuffle(variable, ShuffleKind.Up, delta, width);

    /// <summary>The variable of the lane whose number differs in the bits of <paramref name="mask"/>.</summary>
    public static T ShuffleXor<T>(T variable, int mask) where T : unmanaged => ShuffleXor(variable, mask, WarpSize);

    /// <summary>The variable of the lane whose number differs in the bits of <paramref name="mask"/>, in a part of the warp.</summary>
    public static T ShuffleXor<T>(T variable, int mask, int width) where T : unmanaged =>
        KernelItem.Current.Shuffle(variable, ShuffleKind.Xor, mask, width);

    /// <summary>The value of lane <paramref name="sourceLane"/> in every lane.</summary>
    public static T Broadcast<T>(T value, int sourceLane) where T : unmanaged => Shuffle(value, sourceLane);
}
