using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// c = op(a) op(b) (+ bias per column), optionally rectified. a is packed into panels once; b is packed block by block where that pays
/// (enough rows of a to use it again, or b transposed) and read in place otherwise. A chunk is a block of columns and a share of the
/// rows. Each sum runs over k in order, so the cut does not touch the bits.
/// </summary>
/// <param name="transposeA">a is stored as (k, m) instead of (m, k).</param>
/// <param name="transposeB">b is stored as (n, k) instead of (k, n).</param>
/// <param name="rectify">Store max(c, 0).</param>
internal sealed unsafe class MatrixProduct(bool transposeA, bool transposeB, bool rectify = false) : ParallelJob
{
    private const int MaxDepth = 256;
    private const int MaxBlock = 256;
    private const int WantedChunks = 32;

    // Multiply-adds that are worth a chunk, and rows of c from which packing b pays.
    private const long WorthAChunk = 250_000;
    private const int PackRows = 48;

    private readonly PackJob _pack = new(transposeA);
    private float* _packed, _b, _bias, _c;
    private byte* _scratch;
    private int _m, _n, _k, _height, _block, _columnBlocks, _rowBlocks;
    private long _ldb, _ldc;
    private bool _packB;

    /// <summary>The workspace for up to <paramref name="m"/> rows and sums of length up to <paramref name="k"/>.</summary>
    public static Workspace Workspace(long m, long k) =>
        new((m + MicroKernel.MaxRows) * k * sizeof(float), (long)MaxDepth * MaxBlock * sizeof(float));

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
        _packB = transposeB || m >= PackRows;
        var panels = (m + _height - 1) / _height;
        _scratch = memory + Managed.Workspace.Align(((long)panels * _height * k) * sizeof(float));

        var wanted = (int)Math.Clamp((long)m * n * k / WorthAChunk, 1, WantedChunks);
        var small = wanted == 1;
        _block = MaxBlock;
        while (_block > MicroKernel.Columns && (n + _block - 1) / _block < wanted) _block /= 2;
        _columnBlocks = (n + _block - 1) / _block;
        _rowBlocks = Math.Clamp(wanted / _columnBlocks, 1, Math.Max(panels / 2, 1));

        _pack.Pack(m, k, a, lda, _packed, _height, panels, small);
        WorkerPool.Run(this, _columnBlocks * _rowBlocks, small ? 1 : workers);
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

        for (var depthFirst = 0; depthFirst < _k; depthFirst += MaxDepth)
        {
            var depth = Math.Min(MaxDepth, _k - depthFirst);
            var start = new TileStart(null, depthFirst > 0 || _bias != null, rectify && depthFirst + depth == _k);
            var packed = PackedColumns(columns);
            if (packed > 0) PackRight(column + columns - packed, packed, depthFirst, depth, scratch);
            for (var row = rowFirst; row < rowEnd; row += _height)
            {
                var a = _packed + (long)row * _k + (long)depthFirst * _height;
                for (var j = 0; j < columns; j += MicroKernel.Columns)
                {
                    // Unpacked columns come first; packed ones are those at the end, in panels.
                    var inPacked = j - (columns - packed);
                    var b = inPacked >= 0 ? scratch + (long)inPacked * depth : _b + depthFirst * _ldb + column + j;
                    var bStep = inPacked >= 0 ? MicroKernel.Columns : (nint)_ldb;
                    Tile(a, b, bStep, depth, row, column + j, start);
                }
            }
        }
    }

    // All columns where b is packed anyway; else only those that do not fill a tile, which must not be read past their end.
    private int PackedColumns(int columns) => _packB ? columns : columns % MicroKernel.Columns;

    private void PackRight(int column, int columns, int depthFirst, int depth, float* packed)
    {
        var width = MicroKernel.Columns;
        for (var j = 0; j < columns; j += width, packed += (long)width * depth)
        {
            var count = Math.Min(width, columns - j);
            if (transposeB)
            {
                Transpose.Pack(_b + (column + j) * _ldb + depthFirst, _ldb, count, depth, packed, width);
                continue;
            }
            for (var k = 0; k < depth; k++)
            {
                var target = new Span<float>(packed + (long)k * width, width);
                new ReadOnlySpan<float>(_b + (depthFirst + k) * _ldb + column + j, count).CopyTo(target);
                target[count..].Clear();
            }
        }
    }

    private void Tile(float* a, float* b, nint bStep, int depth, int row, int column, in TileStart start)
    {
        int rows = Math.Min(_height, _m - row), columns = Math.Min(MicroKernel.Columns, _n - column);
        var c = _c + row * _ldc + column;
        if (rows == _height && columns == MicroKernel.Columns)
        {
            MicroKernel.Run(_height, depth, new PackedLeft(a, _height), new SteppedRight(b, bStep), c, (nint)_ldc, start);
            return;
        }

        var tile = stackalloc float[MicroKernel.MaxRows * MicroKernel.MaxColumns];
        for (var i = 0; i < rows && start.Accumulate; i++) TileCopy.Gather(c + i * _ldc, 1, tile + i * MicroKernel.Columns, columns);
        MicroKernel.Run(_height, depth, new PackedLeft(a, _height), new SteppedRight(b, bStep), tile, MicroKernel.Columns, start);
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
