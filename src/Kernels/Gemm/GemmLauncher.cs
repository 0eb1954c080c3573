using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>A loaded <see cref="GemmKernel"/>: one tile, one pair of operands, one store.</summary>
internal sealed class GemmLauncher<TA, TB, TStore>
    where TA : struct, IGemmOperand
    where TB : struct, IGemmOperand
    where TStore : struct, IGemmStore
{
    private readonly Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> _kernel;
    private readonly AcceleratorStream _stream;
    private readonly GemmTiling _tiling;
    private readonly Index3D _group;
    private readonly int _tileM, _tileN, _tileK;

    /// <summary>Loads the kernel with the tile that suits the device and a product of <paramref name="rows"/> rows.</summary>
    public GemmLauncher(ComputeDevice device, int rows)
    {
        _tiling = GemmTiling.For(device, rows);
        var tile = _tiling.Tile;
        _kernel = tile switch
        {
            GpuTile => Load<GpuTile>(device),
            GpuFlatTile => Load<GpuFlatTile>(device),
            CpuTile => Load<CpuTile>(device),
            CpuFlatTile => Load<CpuFlatTile>(device),
            _ => Load<SmallTile>(device),
        };
        _stream = device.Stream;
        _group = new Index3D(tile.GroupX, tile.GroupY, 1);
        (_tileM, _tileN, _tileK) = (_tiling.Rows, _tiling.Columns, tile.K);
    }

    /// <inheritdoc cref="GemmTiling.Splits"/>
    public int Splits(int m, int n, int k, int groups) => _tiling.Splits(m, n, k, groups);

    /// <summary>Enqueues C = A B for each group, cut along K into <paramref name="splits"/> parts.</summary>
    public void Run(in TA a, in TB b, in TStore store, int m, int n, int k, int groups = 1, int splits = 1)
    {
        int length = DeviceTraits.CeilDivide(DeviceTraits.CeilDivide(k, splits), _tileK) * _tileK;
        var grid = new Index3D(DeviceTraits.CeilDivide(n, _tileN), DeviceTraits.CeilDivide(m, _tileM), groups * splits);
        _kernel(_stream, new KernelConfig(grid, _group), a, b, store, new GemmShape(m, n, k, splits, length));
    }

    private static Action<AcceleratorStream, KernelConfig, TA, TB, TStore, GemmShape> Load<TTile>(ComputeDevice device)
        where TTile : struct, IGemmTile =>
        device.Accelerator.LoadKernel<TA, TB, TStore, GemmShape>(GemmKernel.Run<TTile, TA, TB, TStore>);
}
