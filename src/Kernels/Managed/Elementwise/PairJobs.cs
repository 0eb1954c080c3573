using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>A function of two values, for vectors and for single ones.</summary>
internal interface IPairFunction
{
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b);

    static abstract float Of(float a, float b);
}

/// <summary>y = f(a, b).</summary>
internal abstract unsafe class PairJob<TFunction> : ElementwiseJob where TFunction : struct, IPairFunction
{
    private float* _a, _b, _y;

    public void Run(long length, float* a, float* b, float* y)
    {
        _a = a;
        _b = b;
        _y = y;
        RunOver(length);
    }

    protected sealed override void Range(long first, int count)
    {
        float* a = _a + first, b = _b + first, y = _y + first;
        var i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) TFunction.Of(Vector.Load(a + i), Vector.Load(b + i)).Store(y + i);
        for (; i < count; i++) y[i] = TFunction.Of(a[i], b[i]);
    }
}

/// <summary>a + b.</summary>
internal readonly struct Addition : IPairFunction
{
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a + b;

    public static float Of(float a, float b) => a + b;
}

/// <summary>a b.</summary>
internal readonly struct Multiplication : IPairFunction
{
    public static Vector<float> Of(Vector<float> a, Vector<float> b) => a * b;

    public static float Of(float a, float b) => a * b;
}

/// <summary>y = a + b.</summary>
internal sealed class AddJob : PairJob<Addition>;

/// <summary>y = a b.</summary>
internal sealed class MultiplyJob : PairJob<Multiplication>;
