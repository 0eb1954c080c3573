using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// Loads <see cref="BlockedGemmKernel"/> with the tile that was chosen at run time, and with accesses in fours to A, B and C or not.
/// </summary>
internal static class BlockedGemmLoader<TA, TB, TStore>
    where TA : struct, IGemmOperand
    where TB : struct, IGemmOperand
    where TStore : struct, IGemmStore
{
    public static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> Load(
        ComputeDevice device, IBlockedTile tile, bool inA, bool inB, bool inC) => tile switch
    {
        Tile128x128 => WithA<Tile128x128>(device, inA, inB, inC),
        Tile64x128 => WithA<Tile64x128>(device, inA, inB, inC),
        Tile64x64 => WithA<Tile64x64>(device, inA, inB, inC),
        Tile32x64 => WithA<Tile32x64>(device, inA, inB, inC),
        Tile32x32 => WithA<Tile32x32>(device, inA, inB, inC),
        Tile16x128 => WithA<Tile16x128>(device, inA, inB, inC),
        _ => throw new ArgumentException($"{tile.GetType().Name} has no row here.", nameof(tile)),
    };

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> WithA<TTile>(ComputeDevice device, bool inA, bool inB, bool inC)
        where TTile : struct, IBlockedTile =>
        inA ? WithB<TTile, ByFour>(device, inB, inC) : WithB<TTile, ByOne>(device, inB, inC);

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> WithB<TTile, TWidthA>(ComputeDevice device, bool inB, bool inC)
        where TTile : struct, IBlockedTile
        where TWidthA : struct, IAccessWidth =>
        inB ? WithC<TTile, TWidthA, ByFour>(device, inC) : WithC<TTile, TWidthA, ByOne>(device, inC);

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> WithC<TTile, TWidthA, TWidthB>(ComputeDevice device, bool inC)
        where TTile : struct, IBlockedTile
        where TWidthA : struct, IAccessWidth
        where TWidthB : struct, IAccessWidth =>
        inC ? Load<TTile, TWidthA, TWidthB, ByFour>(device) : Load<TTile, TWidthA, TWidthB, ByOne>(device);

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> Load<TTile, TWidthA, TWidthB, TWidthC>(ComputeDevice device)
        where TTile : struct, IBlockedTile
        where TWidthA : struct, IAccessWidth
        where TWidthB : struct, IAccessWidth
        where TWidthC : struct, IAccessWidth
    {
        TTile tile = default;
        return device.Accelerator.LoadKernel<TA, TB, TStore, GemmShape>(
            BlockedGemmKernel.Run<TTile, TWidthA, TWidthB, TWidthC, TA, TB, TStore>,
            new KernelSpecialization(tile.ItemsX * tile.ItemsY, tile.ResidentGroups));
    }
}
