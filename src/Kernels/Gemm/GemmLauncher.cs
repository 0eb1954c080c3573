using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>A loaded matrix product: one tile, one pair of operands, one store.</summary>
internal sealed class GemmLauncher<TA, TB, TStore>
    where TA : struct, IGemmOperand
    where TB : struct, IGemmOperand
    where TStore : struct, IGemmStore
{
    private readonly Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> _kernel;
    private readonly AcceleratorStream _stream;
    private readonly GemmTiling _tiling;
    private readonly Index3D _group;
    private readonly TA _a;
    private readonly TB _b;

    /// <summary>
    /// Loads the kernel with the tile that suits the device and a product of up to <paramref name="largest"/>, and with accesses 16 bytes
    /// wide where the operands' sizes allow. Every run stores as <paramref name="store"/> does.
    /// </summary>
    public GemmLauncher(ComputeDevice device, in TA a, in TB b, in TStore store, GemmSize largest)
    {
        (_a, _b, _stream) = (a, b, device.Stream);
        _tiling = GemmTiling.For(device, largest);
        if (_tiling.Lockstep is { } tile)
        {
            _group = new Index3D(tile.GroupX, tile.GroupY, tile.GroupZ);
            _kernel = tile switch
            {
                CpuTallTile => Load<CpuTallTile>(device),
                CpuWideTile => Load<CpuWideTile>(device),
                CpuTile => Load<CpuTile>(device),
                CpuLeanTile => Load<CpuLeanTile>(device),
                CpuFlatTile => Load<CpuFlatTile>(device),
                _ => Load<SmallTile>(device),
            };
            return;
        }
        _group = new Index3D(GemmTiling.ItemsOf(_tiling.Blocked!), 1, 1);
        _kernel = BlockedGemmLoader<TA, TB, TStore>.Load(device, _tiling.Blocked!, a.IsInFours, b.IsInFours, store.IsInFours);
    }

    /// <inheritdoc cref="GemmTiling.Splits"/>
    public int Splits(GemmSize size) => _tiling.Splits(size);

    /// <summary>Enqueues C = A B for each group, cut along K into <paramref name="splits"/> parts.</summary>
    public void Run(in TStore store, GemmSize size, int splits = 1)
    {
        int length = DeviceTraits.CeilDivide(DeviceTraits.CeilDivide(size.K, splits), _tiling.K) * _tiling.K;
        var grid = new Index3D(
            DeviceTraits.CeilDivide(size.N, _tiling.Columns), DeviceTraits.CeilDivide(size.M, _tiling.Rows), size.Groups * splits);
        _kernel(_stream, new KernelConfig(grid, _group), _a, _b, store, new GemmShape(size.M, size.N, size.K, splits, length));
    }

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> Load<TTile>(ComputeDevice device)
        where TTile : struct, IGemmTile =>
        device.Accelerator.LoadKernel<TA, TB, TStore, GemmShape>(GemmKernel.Run<TTile, TA, TB, TStore>);
}
