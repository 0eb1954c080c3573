using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// c = op(a) op(b) (+ bias per column), optionally rectified. a is packed into panels once, b block by block. A chunk is a block of columns
/// and a share of the rows, of which a few meet the packed block at a time: both then stay in the second-level cache. Each sum runs over k
/// in order, so the cut does not touch the bits.
/// </summary>
/// <param name="transposeA">a is stored as (k, m) instead of (m, k).</param>
/// <param name="transposeB">b is stored as (n, k) instead of (k, n).</param>
/// <param name="rectify">Store max(c, 0).</param>
internal sealed unsafe class MatrixProduct(bool transposeA, bool transposeB, bool rectify = false) : ParallelJob
{
    private const int MaxDepth = 256;
    private const int MaxBlock = 256;

    // A multiple of every tile's height.
    private const int MaxRows = 240;

    // With few rows b is read for little work, and its rows lie pages apart: blocks are wide and flat.
    private const int FewRows = 48;
    private const int FlatDepth = 64;
    private const int FlatBlock = MaxDepth * MaxBlock / FlatDepth;

    // Chunks that every thread wants, where there is the work for them.
    private const int ChunksPerThread = 4;

    // Results beyond every cache: stored past them, so that their lines are not read first.
    private const long Streamed = 32 << 20;

    // Multiply-adds that are worth a chunk.
    private const long WorthAChunk = 250_000;

    private readonly PackJob _pack = new(transposeA);
    private float* _packed, _b, _bias, _c;
    private byte* _scratch;
    private int _m, _n, _k, _height, _block, _depth, _columnBlocks, _rowBlocks;
    private long _ldb, _ldc;
    private bool _stream;

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
        _height = MicroKernel.HeightFor(m);
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

    private void Cut(int panels, int wanted)
    {
        var panelsOfBlock = panels;
        (_block, _depth) = _m > FewRows ? (MaxBlock, MaxDepth) : transposeB ? (MaxBlock / 2, MaxDepth) : (Even(FlatBlock), FlatDepth);
        while (true)
        {
            _columnBlocks = (_n + _block - 1) / _block;
            _rowBlocks = (panels + panelsOfBlock - 1) / panelsOfBlock;
            if (_columnBlocks * (long)_rowBlocks >= wanted) return;
            if (_block > MicroKernel.Columns && (panelsOfBlock == 1 || _block >= panelsOfBlock * _height)) _block = MicroKernel.RoundUp(_block / 2, MicroKernel.Columns);
            else if (panelsOfBlock > 1) panelsOfBlock = (panelsOfBlock + 1) / 2;
            else return;
        }
    }

    // As many columns of a block, up to a limit, as give every thread the same number of blocks.
    private int Even(int most)
    {
        var threads = WorkerPool.ThreadCount;
        var blocks = threads * ((_n + threads * most - 1) / (threads * most));
        return MicroKernel.RoundUp((_n + blocks - 1) / blocks, MicroKernel.Columns);
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
            var start = new TileStart(null, depthFirst > 0 || _bias != null, rectify && depthFirst + depth == _k, _stream);
            PackRight(column, columns, depthFirst, depth, scratch);
            for (var rows = rowFirst; rows < rowEnd; rows += MaxRows)
                for (var j = 0; j < columns; j += MicroKernel.Columns)
                    for (var row = rows; row < Math.Min(rows + MaxRows, rowEnd); row += _height)
                        Tile(_packed + (long)row * _k + (long)depthFirst * _height, scratch + (long)j * depth, depth, row, column + j, start);
        }
        if (_stream) StreamCopy.End();
    }

    private void PackRight(int column, int columns, int depthFirst, int depth, float* packed)
    {
        var width = MicroKernel.Columns;
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
            for (; j <= columns - width; j += width, target += (long)width * depth) TileCopy.Row(source + j, target);
            if (j == columns) continue;
            new ReadOnlySpan<float>(source + j, columns - j).CopyTo(new Span<float>(target, width));
            new Span<float>(target + columns - j, width - columns + j).Clear();
        }
    }

    private void Tile(float* a, float* b, int depth, int row, int column, in TileStart start)
    {
        int rows = Math.Min(_height, _m - row), columns = Math.Min(MicroKernel.Columns, _n - column);
        var c = _c + row * _ldc + column;
        if (rows == _height && columns == MicroKernel.Columns)
        {
            MicroKernel.Run(_height, depth, new PackedLeft(a, _height), new SteppedRight(b, MicroKernel.Columns), c, (nint)_ldc, start);
            return;
        }

        // Not streamed: the buffer is in the cache, and need not lie at a line's start.
        var buffered = new TileStart(start.Bias, start.Accumulate, start.Rectify);
        var tile = stackalloc float[MicroKernel.MaxRows * MicroKernel.MaxColumns];
        for (var i = 0; i < rows && start.Accumulate; i++) TileCopy.Gather(c + i * _ldc, 1, tile + i * MicroKernel.Columns, columns);
        MicroKernel.Run(_height, depth, new PackedLeft(a, _height), new SteppedRight(b, MicroKernel.Columns), tile, MicroKernel.Columns, buffered);
        for (var i = 0; i < rows; i++) TileCopy.Scatter(tile + i * MicroKernel.Columns, c + i * _ldc, 1, columns);
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
