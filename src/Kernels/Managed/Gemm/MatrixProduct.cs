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

    // Multiply-adds of wide tiles in the time of 100 of others.
    private const int WideRate = 110;

    // With few rows b is read for little work, and its rows lie pages apart: blocks are wide and flat.
    private const int FewRows = 48;
    private const int FlatDepth = 64;
    private const int FlatBlock = 1024;

    // Chunks that every thread wants, where there is the work for them.
    private const int ChunksPerThread = 4;

    // Results beyond every cache: stored past them, so that their lines are not read first.
    private const long Streamed = 32 << 20;

    // Multiply-adds that are worth a chunk.
    private const long WorthAChunk = 250_000;

    private readonly PackJob _pack = new(transposeA);
    private float* _packed, _b, _bias, _c;
    private byte* _scratch;
    private int _m, _n, _k, _height, _width, _block, _depth, _columnBlocks, _rowBlocks;
    private long _ldb, _ldc;
    private bool _wide, _stream;

    /// <summary>The workspace for up to <paramref name="m"/> rows and sums of length up to <paramref name="k"/>.</summary>
    public static Workspace Workspace(long m, long k) =>
        new((m + MicroKernel.MaxRows) * k * sizeof(float), (long)MaxDepth * MaxBlock * sizeof(float));

    /// <summary>The chunks of the last product.</summary>
    public int Chunks => _columnBlocks * _rowBlocks;

    /// <summary>Multiplies.</summary>
    /// <param name="m">Rows of c.</param>
    /// <param name="n">Columns of c.</param>
    /// <param name="k">Length of the sums.</param>
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
        ChooseTile();
        var panels = (m + _height - 1) / _height;
        _scratch = memory + Managed.Workspace.Align(((long)panels * _height * k) * sizeof(float));

        _stream = bias == null && (long)m * n * sizeof(float) > Streamed && MicroKernel.CanStream(c, ldc);
        var wanted = (int)Math.Clamp((long)m * n * k / WorthAChunk, 1, ChunksPerThread * WorkerPool.ThreadCount);
        var small = wanted == 1;
        Cut(panels, wanted);
        _stream &= k <= _depth;

        _pack.Pack(m, k, a, lda, _packed, _height, panels, small);
        WorkerPool.Run(this, Chunks, small ? 1 : workers);
    }

    private void ChooseTile()
    {
        int height = MicroKernel.HeightFor(_m), wideHeight = MicroKernel.WideHeightFor(_m);
        long work = (long)MicroKernel.RoundUp(_m, height) * MicroKernel.RoundUp(_n, MicroKernel.Columns);
        long wideWork = (long)MicroKernel.RoundUp(_m, wideHeight) * MicroKernel.RoundUp(_n, MicroKernel.WideColumns);
        _wide = wideWork * 100 < work * WideRate;
        (_height, _width) = _wide ? (wideHeight, MicroKernel.WideColumns) : (height, MicroKernel.Columns);
    }

    private void Cut(int panels, int wanted)
    {
        var panelsOfBlock = panels;
        (_block, _depth) = _m > FewRows ? (Whole(MaxBlock), MaxDepth) : transposeB ? (Whole(MaxBlock / 2), MaxDepth) : (Even(Whole(FlatBlock)), FlatDepth);
        while (true)
        {
            _columnBlocks = (_n + _block - 1) / _block;
            _rowBlocks = (panels + panelsOfBlock - 1) / panelsOfBlock;
            if (_columnBlocks * (long)_rowBlocks >= wanted) return;
            if (_block > _width && (panelsOfBlock == 1 || _block >= panelsOfBlock * _height)) _block = MicroKernel.RoundUp(_block / 2, _width);
            else if (panelsOfBlock > 1) panelsOfBlock = (panelsOfBlock + 1) / 2;
            else return;
        }
    }

    private int Whole(int columns) => columns / _width * _width;

    // As many columns of a block, up to a limit, as give every thread the same number of blocks.
    private int Even(int most)
    {
        var threads = WorkerPool.ThreadCount;
        var blocks = threads * ((_n + threads * most - 1) / (threads * most));
        return MicroKernel.RoundUp((_n + blocks - 1) / blocks, _width);
    }

    public override void Run(int chunk, int worker)
    {
        int column = chunk / _rowBlocks * _block, rowBlock = chunk % _rowBlocks;
        var columns = Math.Min(_block, _n - column);
        var panels = (_m + _height - 1) / _height;
        int rowFirst = panels * rowBlock / _rowBlocks * _height, rowEnd = Math.Min(panels * (rowBlock + 1) / _rowBlocks * _height, _m);
        var scratch = (float*)(_scratch + (long)worker * MaxDepth * MaxBlock * sizeof(float));

        for (var row = rowFirst; row < rowEnd && _bias != null; row++)
            Buffer.MemoryCopy(_bias + column, _c + row * _ldc + column, columns * sizeof(float), columns * sizeof(float));

        for (var depthFirst = 0; depthFirst < _k; depthFirst += _depth)
        {
            var depth = Math.Min(_depth, _k - depthFirst);
            var start = new TileStart(null, depthFirst > 0 || _bias != null, rectify && depthFirst + depth == _k, _stream, adds: true);
            PackRight(column, columns, depthFirst, depth, scratch);
            var step = MaxRows / _height * _height;
            for (var rows = rowFirst; rows < rowEnd; rows += step)
                for (var j = 0; j < columns; j += _width)
                    for (var row = rows; row < Math.Min(rows + step, rowEnd); row += _height)
                        Tile(_packed + (long)row * _k + (long)depthFirst * _height, scratch + (long)j * depth, depth, row, column + j, start);
        }
        if (_stream) StreamCopy.End();
    }

    private void PackRight(int column, int columns, int depthFirst, int depth, float* packed)
    {
        var width = _width;
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
            for (; j <= columns - width; j += width, target += (long)width * depth) TileCopy.Row(source + j, target, _wide);
            if (j == columns) continue;
            new ReadOnlySpan<float>(source + j, columns - j).CopyTo(new Span<float>(target, width));
            new Span<float>(target + columns - j, width - columns + j).Clear();
        }
    }

    private void Tile(float* a, float* b, int depth, int row, int column, in TileStart start)
    {
        int rows = Math.Min(_height, _m - row), columns = Math.Min(_width, _n - column);
        var c = _c + row * _ldc + column;
        if (rows == _height && columns == _width)
        {
            if (start.Accumulate) Prefetch(c + _height * _ldc, Math.Min(_height, _m - row - _height));
            Tile(a, b, depth, c, (nint)_ldc, start);
            return;
        }

        // Not streamed: the buffer is in the cache, and need not lie at a line's start.
        var buffered = new TileStart(start.Bias, start.Accumulate, start.Rectify, adds: start.Adds);
        var tile = stackalloc float[MicroKernel.MaxWideTile];
        for (var i = 0; i < rows && start.Accumulate; i++) TileCopy.Gather(c + i * _ldc, 1, tile + i * _width, columns);
        Tile(a, b, depth, tile, _width, buffered);
        for (var i = 0; i < rows; i++) TileCopy.Scatter(tile + i * _width, c + i * _ldc, 1, columns);
    }

    private void Tile(float* a, float* b, int depth, float* c, nint ldc, in TileStart start)
    {
        var (left, right) = (new PackedLeft(a, _height), new SteppedRight(b, _width));
        if (_wide) MicroKernel.RunWide(_height, depth, left, right, c, ldc, start);
        else MicroKernel.Run(_height, depth, left, right, c, ldc, start);
    }

    // What the tile below adds to: its rows lie pages apart, where no processor looks ahead.
    private void Prefetch(float* c, int rows)
    {
        if (!Sse.IsSupported) return;
        for (var i = 0; i < rows; i++, c += _ldc)
            for (var j = 0; j < _width; j += 16) Sse.Prefetch0(c + j);
    }

    /// <summary>Packs a into panels of tile height. A chunk is a panel.</summary>
    private sealed class PackJob(bool transposed) : ParallelJob
    {
        private float* _a, _packed;
        private long _lda;
        private int _m, _k, _height;

        public void Pack(int m, int k, float* a, long lda, float* packed, int height, int panels, bool small)
        {
            _m = m;
            _k = k;
            _a = a;
            _lda = lda;
            _packed = packed;
            _height = height;
            WorkerPool.Run(this, panels, small ? 1 : 0);
        }

        public override void Run(int chunk, int worker)
        {
            var first = chunk * _height;
            var rows = Math.Min(_height, _m - first);
            var target = _packed + (long)first * _k;
            if (!transposed)
            {
                Transpose.Pack(_a + first * _lda, _lda, rows, _k, target, _height);
                return;
            }
            for (var k = 0; k < _k; k++, target += _height)
            {
                var source = _a + k * _lda + first;
                for (var i = 0; i < rows; i++) target[i] = source[i];
                for (var i = rows; i < _height; i++) target[i] = 0;
            }
        }
    }
}
