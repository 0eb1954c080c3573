using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>C is a stored matrix with rows along n and an epilogue per column: the layout of dense layers.</summary>
internal readonly struct StoreRows<TEpilogue>(ArrayView<float> data, int stride, TEpilogue epilogue) : IGemmStore
    where TEpilogue : struct, IEpilogue
{
    private readonly ArrayView<float> _data = data;
    private readonly int _stride = stride;
    private readonly TEpilogue _epilogue = epilogue;

    public int Column(int n, int group, int split) => n;

    public void Store(int m, int n, int column, int group, float sum) => _data[column + m * _stride] = _epilogue.Apply(sum, n);

    public bool IsInFours => _stride % 4 == 0 && Float4.Fits(_data);

    public void StoreFour(int m, int n, int column, int group, Float4 sums) => Float4.Store(_data, column + m * _stride, new Float4
    {
        X = _epilogue.Apply(sums.X, n),
        Y = _epilogue.Apply(sums.Y, n + 1),
        Z = _epilogue.Apply(sums.Z, n + 2),
        W = _epilogue.Apply(sums.W, n + 3),
    });
}

/// <summary>
/// C is (images, groups * M, plane) with n counting pixels of all images and an epilogue per row: the layout of images.
/// </summary>
internal readonly struct StoreImages<TEpilogue>(ArrayView<float> data, int rows, int groups, int plane, TEpilogue epilogue) : IGemmStore
    where TEpilogue : struct, IEpilogue
{
    private readonly ArrayView<float> _data = data;
    private readonly int _rows = rows;
    private readonly int _imageLength = rows * groups * plane;
    private readonly FastDivide _plane = new(plane);
    private readonly TEpilogue _epilogue = epilogue;

    public int Column(int n, int group, int split)
    {
        int image = _plane.Divide(n);
        return image * _imageLength + group * _rows * _plane.Divisor + (n - image * _plane.Divisor);
    }

    public void Store(int m, int n, int column, int group, float sum) =>
        _data[column + m * _plane.Divisor] = _epilogue.Apply(sum, group * _rows + m);

    public bool IsInFours => _plane.Divisor % 4 == 0 && Float4.Fits(_data);

    public void StoreFour(int m, int n, int column, int group, Float4 sums) => Float4.Store(_data, column + m * _plane.Divisor, new Float4
    {
        X = _epilogue.Apply(sums.X, group * _rows + m),
        Y = _epilogue.Apply(sums.Y, group * _rows + m),
        Z = _epilogue.Apply(sums.Z, group * _rows + m),
        W = _epilogue.Apply(sums.W, group * _rows + m),
    });
}

/// <summary>C is (splits, groups, M, N): the partial sums of a product that is cut along K, or with one split the product.</summary>
internal readonly struct StoreSplits(ArrayView<float> data, int rows, int columns, int groups) : IGemmStore
{
    private readonly ArrayView<float> _data = data;
    private readonly int _rows = rows;
    private readonly int _columns = columns;
    private readonly int _groups = groups;

    public int Column(int n, int group, int split) => (split * _groups + group) * _rows * _columns + n;

    public void Store(int m, int n, int column, int group, float sum) => _data[column + m * _columns] = sum;

    public bool IsInFours => _columns % 4 == 0 && Float4.Fits(_data);

    public void StoreFour(int m, int n, int column, int group, Float4 sums) => Float4.Store(_data, column + m * _columns, sums);
}
