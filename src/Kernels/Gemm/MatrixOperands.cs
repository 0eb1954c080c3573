using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>A stored matrix whose rows of K elements lie along k: element (outer, k) at outer * K + k.</summary>
internal readonly struct MatrixAlongK(ArrayView<float> data, int outerStride, int groupStride) : IGemmOperand
{
    private readonly ArrayView<float> _data = data;
    private readonly int _outerStride = outerStride;
    private readonly int _groupStride = groupStride;

    public int LanesAlongK => 1;

    public Cursor Outer(int index, int group) => new() { Base = group * _groupStride + index * _outerStride };

    public Cursor Inner(int k) => new() { Base = k };

    public float Load(Cursor outer, Cursor inner) => _data[outer.Base + inner.Base];

    public bool IsInFours => (_outerStride | _groupStride) % 4 == 0 && Float4.Fits(_data);

    public Float4 LoadFour(Cursor outer, Cursor inner) => Float4.Load(_data, outer.Base + inner.Base);
}

/// <summary>A stored matrix whose rows lie along the outer index: element (outer, k) at k * stride + outer, where the stride is the number of outer indices.</summary>
internal readonly struct MatrixAlongOuter(ArrayView<float> data, int innerStride, int groupStride = 0) : IGemmOperand
{
    private readonly ArrayView<float> _data = data;
    private readonly int _innerStride = innerStride;
    private readonly int _groupStride = groupStride;

    public int LanesAlongK => 0;

    public Cursor Outer(int index, int group) => new() { Base = group * _groupStride + index };

    public Cursor Inner(int k) => new() { Base = k * _innerStride };

    public float Load(Cursor outer, Cursor inner) => _data[outer.Base + inner.Base];

    public bool IsInFours => (_innerStride | _groupStride) % 4 == 0 && Float4.Fits(_data);

    public Float4 LoadFour(Cursor outer, Cursor inner) => Float4.Load(_data, outer.Base + inner.Base);
}
