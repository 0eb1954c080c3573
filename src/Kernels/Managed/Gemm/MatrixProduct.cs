using System.Runtime.Intrinsics.X86;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// c = op(a) op(b) (+ bias per column), optionally rectified. a is packed into panels once, b block by block. A chunk is a block of columns
/// and a share of the rows, of which a few meet the packed block at a time: both then stay in the second-level cache. Each sum runs over k
/// in steps of a length that the cut does not touch, so neither does it touch the bits.
/// </summary>
/// <param name="transposeA">a is stored as (k, m) instead of (m, k).</param>
/// <param name="transposeB">b is stored as (n, k) instead of (k, n).</param>
/// <param name="rectify">Store max(c, 0).</param>
internal sealed unsafe class MatrixProduct(bool transposeA, bool transposeB, bool rectify = false) : ParallelJob
{
    private const int MaxDepth = 384;
    private const int MaxBlock = 256;

    // Rows that meet a block: as many panels as have them.
    private const int MaxRows = 120;

    // With few rows b is read for little work, and its rows lie pages apart: blocks are wide and flat.
    private const int FewRows = 48;
    private const int FlatDepth = 64;
    private const int FlatBlock = 1024;

    // Chunks that every thread wants, where there is the work for them.
    private const int ChunksPerThread = 4;

    // Below these the last chunk is much of a thread's work; rows of a chunk are worth packing b for.
    private const int EvenChunksPerThread = 16, MinPanels = 4;

    // Results beyond every cache: stored past them, so that their lines are not read first.
    private const long Streamed = 32 << 20;

    // Multiply-adds that are worth a chunk.
    private const long WorthAChunk = 250_000;

    private readonly LeftPanels _left = new(transposeA);
    private float* _packed, _b, _bias, _c;
    private byte* _scratch;
    private TileShape _tile;
    private int _m, _n, _k, _block, _depth, _columnBlocks, _rowBlocks;
    private long _ldb, _ldc;
    private bool _stream;

    /// <summary>The workspace for up to <paramref name="m"/> rows and sums of length up to <paramref name="k"/>.</summary>
    public static Workspace Workspace(long m, long k) =>
        new((m + MicroKernel.MaxRows) * LeftPanels.PackedDepth(k) * sizeof(float), (long)MaxDepth * MaxBlock * sizeof(float));

    /// <summary>The chunks of the last product.</summary>
    public int Chunks => _columnBlocks * _rowBlocks;

    private int Panels => (_m + _tile.Height - 1) / _tile.Height;

    /// <summary>Multiplies.</summary>
    /// <param name="m">Rows of c.</param>
    /// <param name="n">Columns of c.</param>
    /// <param name="k">Length of the sums, at least 1.</param>
    /// <param name="a">Left operand.</param>
    /// <param name="lda">Floats between its rows as stored.</param>
    /// <param name="b">Right operand.</param>
    /// <param name="ldb">Floats between its rows as stored.</param>
    /// <param name="bias">A start value per column, or null.</param>
    /// <param name="c">Result.</param>
    /// <param name="ldc">Floats between its rows.</param>
    /// <param name="memory">Memory of <see cref="Workspace"/>.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Multiply(int m, int n, int k, float* a, long lda, float* b, long ldb, float* bias, float* c, long ldc, byte* memory, int workers)
    {
        _m = m;
        _n = n;
        _k = k;
        _b = b;
        _bias = bias;
        _c = c;
        _ldb = ldb;
        _ldc = ldc;
        _packed = (float*)memory;
        _tile = TileShape.For(m, n, cutsLast: true);
        _scratch = memory + Managed.Workspace.Align((long)Panels * _tile.Height * LeftPanels.PackedDepth(k) * sizeof(float));

        _stream = bias == null && (long)m * n * sizeof(float) > Streamed && MicroKernel.CanStream(c, ldc);
        var wanted = (int)Math.Clamp((long)m * n * k / WorthAChunk, 1, ChunksPerThread * WorkerPool.ThreadCount);
        var small = wanted == 1;
        Cut(wanted);
        _stream &= k <= _depth;

        _left.Pack(m, k, a, lda, _packed, _tile.Height, small);
        WorkerPool.Run(this, Chunks, small ? 1 : workers);
    }

    private void Cut(int wanted)
    {
        var panelsOfBlock = Panels;
        (_block, _depth) = _m > FewRows ? (Whole(MaxBlock), MaxDepth)
            : transposeB ? (Whole(MaxBlock / 2), MaxDepth)
            : (Even(Whole(FlatBlock)), FlatDepth);
        while (true)
        {
            _columnBlocks = (_n + _block - 1) / _block;
            _rowBlocks = (Panels + panelsOfBlock - 1) / panelsOfBlock;
            if (_columnBlocks * (long)_rowBlocks >= wanted) break;
            if (_block > _tile.Columns && (panelsOfBlock == 1 || _block >= panelsOfBlock * _tile.Height)) _block = MicroKernel.RoundUp(_block / 2, _tile.Columns);
            else if (panelsOfBlock > 1) panelsOfBlock = (panelsOfBlock + 1) / 2;
            else break;
        }
        // Few chunks are as many for each thread, or some wait for others.
        var threads = WorkerPool.ThreadCount;
        if (wanted > 1 && _columnBlocks * (long)_rowBlocks < EvenChunksPerThread * threads)
            while (_columnBlocks * _rowBlocks % threads != 0 && Panels / (_rowBlocks + 1) >= MinPanels) _rowBlocks++;
    }

    private int Whole(int columns) => columns / _tile.Columns * _tile.Columns;

    // As many columns of a block, up to a limit, as give every thread the same number of blocks.
    private int Even(int most)
    {
        var threads = WorkerPool.ThreadCount;
        var blocks = threads * ((_n + threads * most - 1) / (threads * most));
        return MicroKernel.RoundUp((_n + blocks - 1) / blocks, _tile.Columns);
    }

    public override void Run(int chunk, int worker)
    {
        if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
        else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
        else Run<FloatVector128>(chunk, worker);
    }

    private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
    {
        int columnBlock = chunk / _rowBlocks, rowBlock = chunk % _rowBlocks, height = _tile.Height, width = _tile.Columns;
        int columnPanels = (_n + width - 1) / width, column = Shares.First(columnPanels, columnBlock, _columnBlocks) * width;
        var columns = Math.Min(Shares.First(columnPanels, columnBlock + 1, _columnBlocks) * width, _n) - column;
        int rowFirst = Shares.First(Panels, rowBlock, _rowBlocks) * height, rowEnd = Math.Min(Shares.First(Panels, rowBlock + 1, _rowBlocks) * height, _m);
        var scratch = (float*)(_scratch + (long)worker * MaxDepth * MaxBlock * sizeof(float));

        for (var row = rowFirst; row < rowEnd && _bias != null; row++)
            Buffer.MemoryCopy(_bias + column, _c + row * _ldc + column, columns * sizeof(float), columns * sizeof(float));

        for (var depthFirst = 0; depthFirst < _k; depthFirst += _depth)
        {
            var depth = Math.Min(_depth, _k - depthFirst);
            var start = new TileStart(null, depthFirst > 0 || _bias != null, rectify && depthFirst + depth == _k, _stream, adds: true);
            PackRight(column, columns, depthFirst, depth, scratch);
            var step = MaxRows / height * height;
            for (var rows = rowFirst; rows < rowEnd; rows += step)
                for (var j = 0; j < columns; j += width)
                    for (var row = rows; row < Math.Min(rows + step, rowEnd); row += height)
                    {
                        if (j == 0) PrefetchLeft(row + height, depthFirst, depth);
                        Tile<TVector>(row, depthFirst, scratch + (long)j * depth, depth, column + j, start);
                    }
        }
        if (_stream) StreamCopy.End();
    }

    private void PackRight(int column, int columns, int depthFirst, int depth, float* packed)
    {
        var width = _tile.Columns;
        if (transposeB)
        {
            for (var j = 0; j < columns; j += width)
                Transpose.Pack(_b + (column + j) * _ldb + depthFirst, _ldb, Math.Min(width, columns - j), depth, packed + (long)j * depth, width);
            return;
        }
        // Row by row through all panels: rows of a large b lie pages apart.
        for (var k = 0; k < depth; k++)
        {
            float* source = _b + (depthFirst + k) * _ldb + column, target = packed + (long)k * width;
            var j = 0;
            for (; j <= columns - width; j += width, target += (long)width * depth) TileCopy.Row(source + j, target, _tile);
            if (j == columns) continue;
            new ReadOnlySpan<float>(source + j, columns - j).CopyTo(new Span<float>(target, width));
            new Span<float>(target + columns - j, width - columns + j).Clear();
        }
    }

    private void Tile<TVector>(int row, int depthFirst, float* b, int depth, int column, in TileStart start) where TVector : struct, IFloatVector<TVector>
    {
        int rows = Math.Min(_tile.Height, _m - row), columns = Math.Min(_tile.Columns, _n - column);
        // The last columns of wide tiles take no more vectors than they fill.
        var width = _tile.IsWide ? MicroKernel.RoundUp(columns, TVector.Count) : _tile.Columns;
        var c = _c + row * _ldc + column;
        if (rows == _tile.Height && columns == width)
        {
            // The tile below.
            if (!start.Stream) TileCopy.Prefetch(c + rows * _ldc, (nint)_ldc, Math.Min(rows, _m - row - rows), columns);
            Multiply<TVector>(row, depthFirst, b, depth, width, c, (nint)_ldc, start);
            return;
        }

        // Not streamed: the buffer is in the cache, and need not lie at a line's start.
        var buffered = new TileStart(start.Bias, start.Accumulate, start.Rectify, adds: start.Adds);
        var tile = stackalloc float[TileShape.MaxFloats];
        for (var i = 0; i < rows && start.Accumulate; i++) TileCopy.Gather(c + i * _ldc, 1, tile + i * _tile.Columns, columns);
        Multiply<TVector>(row, depthFirst, b, depth, width, tile, _tile.Columns, buffered);
        for (var i = 0; i < rows; i++) TileCopy.Scatter(tile + i * _tile.Columns, c + i * _ldc, 1, columns);
    }

    private void Multiply<TVector>(int row, int depthFirst, float* b, int depth, int width, float* c, nint ldc, in TileStart start)
        where TVector : struct, IFloatVector<TVector>
    {
        var a = Left(row, depthFirst);
        if (transposeA) Multiply(new PackedLeft(a, _tile.Height), b, depth, width, c, ldc, start);
        else Multiply(new BlockedLeft<TVector>(a, _tile.Height), b, depth, width, c, ldc, start);
    }

    private void Multiply<TLeft>(TLeft left, float* b, int depth, int width, float* c, nint ldc, in TileStart start) where TLeft : struct, ILeftOperand
    {
        var right = new SteppedRight(b, _tile.Columns);
        if (width < MicroKernel.Columns) MicroKernel.RunVector(_tile.Height, depth, left, right, c, ldc, start);
        else MicroKernel.Run(new TileShape(_tile.Height, width), depth, left, right, c, ldc, start);
    }

    private float* Left(int row, int depthFirst) => _packed + row * LeftPanels.PackedDepth(_k) + (long)depthFirst * _tile.Height;

    // The panel below, for the first block of columns that meets it; the others find it in the second-level cache.
    private void PrefetchLeft(int row, int depthFirst, int depth)
    {
        if (!Sse.IsSupported || row >= _m) return;
        var a = Left(row, depthFirst);
        for (var i = 0; i < depth * _tile.Height; i += 16) Sse.Prefetch1(a + i);
    }
}
