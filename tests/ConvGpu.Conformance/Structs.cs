using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Conformance;

/// <summary>Structs with methods, constructors, properties and operators; nesting; tuples; layouts; views in structs.</summary>
public static class Structs
{
    public struct Complex(float re, float im)
    {
        public float Re = re, Im = im;

        public readonly float Norm => Re * Re + Im * Im;

        public static Complex operator +(Complex a, Complex b) => new(a.Re + b.Re, a.Im + b.Im);

        public static Complex operator *(Complex a, Complex b) => new(a.Re * b.Re - a.Im * b.Im, a.Re * b.Im + a.Im * b.Re);

        public static implicit operator Complex(float re) => new(re, 0);

        public void Conjugate() => Im = -Im;
    }

    public struct Mixed
    {
        public byte Small;
        public double Large;
        public short Middle;
        public bool Flag;
        public Complex Inner;
        public long Long;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Union
    {
        [FieldOffset(0)]
        public float Single;
        [FieldOffset(0)]
        public int Bits;
        [FieldOffset(8)]
        public double Double;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte Head;
        public int Number;
        public short Tail;
    }

    public readonly struct Line(ArrayView<float> data, int stride, float scale)
    {
        private readonly ArrayView<float> _data = data;
        private readonly int _stride = stride;
        private readonly float _scale = scale;

        public float this[int index] => _data[index * _stride] * _scale;

        public Line Half() => new(_data.SubView(0, _data.IntLength / 2), _stride, _scale * 0.5f);
    }

    [Conformance]
    public static void Operators(Index1D i, ArrayView<Complex> x, ArrayView<Complex> y, ArrayView<Complex> output)
    {
        var z = x[i];
        for (int k = 0; k < 3; k++)
            z = z * z + y[i] + 0.25f;
        z.Conjugate();
        output[i] = z;
        output[i].Im += output[i].Norm;
        var copy = output[i];
        copy.Re = 77;
        output[i].Conjugate();
    }

    [Conformance]
    public static void Fields(Index1D i, ArrayView<Mixed> x, ArrayView<Mixed> output)
    {
        var m = x[i];
        m.Small++;
        m.Large *= 2;
        m.Flag = !m.Flag;
        m.Inner.Re += m.Middle;
        m.Inner = m.Inner + new Complex { Re = 1, Im = m.Small };
        m.Long = -m.Long;
        output[i] = m;
        output[i].Middle = (short)(x[i].Middle * 3);
        ref var inner = ref output[i].Inner;
        inner.Im = inner.Re + 1;
    }

    [Conformance]
    public static void Layouts(Index1D i, ArrayView<Union> x, ArrayView<Packed> y, ArrayView<Union> outputUnion, ArrayView<Packed> outputPacked)
    {
        Union u = default;
        u.Single = (x[i].Bits & 255) + 1.5f;
        u.Bits ^= 1;
        u.Double = x[i].Double;
        outputUnion[i] = u;
        Packed p = y[i];
        p.Number += p.Head * p.Tail;
        p.Head = (byte)p.Number;
        outputPacked[i] = p;
    }

    [Conformance]
    public static void Tuples(Index1D i, ArrayView<int> x, ArrayView<float> y, ArrayView<float> output)
    {
        var (a, b) = Divide(x[i], 7);
        (int Low, (float High, bool Set) More) t = (a, (y[i] + b, a > b));
        t.More.High *= 2;
        output[i * 2] = t.Low + (t.More.Set ? t.More.High : -t.More.High);
        output[i * 2 + 1] = (a, b) == (b, a) ? 1 : (t.Low, 3) == (a, 3) ? 2 : 3;
    }

    private static (int Quotient, int Left) Divide(int a, int b) => (a / b, a % b);

    [Conformance]
    public static void ViewsInStructs(Index1D i, ArrayView<float> x, ArrayView<float> output)
    {
        var line = new Line(x, 2, 3f);
        var half = line.Half();
        output[i] = line[i] + half[i / 2];
    }

    [Conformance]
    public static void ByReference(Index1D i, ArrayView<Complex> x, ArrayView<Complex> output)
    {
        var z = x[i];
        Scale(ref z, 2);
        Swap(ref z.Re, ref z.Im);
        output[i] = Sum(in z, in x[i]);
        Split(z, out output[i].Im, out float rest);
        output[i].Re += rest;
        ref float larger = ref Larger(ref z);
        larger = 5;
        output[i].Re -= z.Im;
        Scale(ref output[i], 0.5f);
    }

    private static void Scale(ref Complex z, float s)
    {
        z.Re *= s;
        z = new Complex(z.Re, z.Im * s);
    }

    private static void Swap(ref float a, ref float b) => (a, b) = (b, a);

    private static Complex Sum(in Complex a, in Complex b) => a + b;

    private static void Split(Complex z, out float re, out float im)
    {
        re = z.Re;
        im = z.Im;
    }

    private static ref float Larger(ref Complex z)
    {
        if (z.Re > z.Im)
            return ref z.Re;
        return ref z.Im;
    }

    [Conformance]
    public static void Defaults(Index1D i, ArrayView<Mixed> output)
    {
        Mixed m = default;
        m.Middle = (short)(int)i;
        var other = new Mixed();
        other.Long = m.Middle;
        output[i] = i % 2 == 0 ? m : other;
    }

    public readonly record struct Point(int X, int Y)
    {
        public int Manhattan => Math.Abs(X) + Math.Abs(Y);
    }

    [Conformance]
    public static void Records(Index1D i, ArrayView<int> x, ArrayView<int> output)
    {
        var p = new Point(x[i] & 255, i);
        var q = p with { Y = p.Y + 3 };
        var (a, b) = q;
        output[i] = q.Manhattan * 1000 + a - b;
    }

    public unsafe struct Buffered
    {
        public int Head;
        public fixed int Items[4];
    }

    [Conformance]
    public static unsafe void FixedBuffers(Index1D i, ArrayView<Buffered> x, ArrayView<Buffered> output)
    {
        var b = x[i];
        int sum = b.Head;
        for (int k = 0; k < 4; k++)
            sum += b.Items[k] * (k + 1);
        b.Items[i & 3] = sum;
        b.Items[1] ^= 5;
        output[i] = b;
    }

    [Conformance]
    public static void Indices(Index2D i, ArrayView2D<int, Stride2D.DenseX> x, ArrayView2D<int, Stride2D.DenseX> output)
    {
        Index2D other = new(i.Y % 4, i.X % 4);
        output[i] = x[i] + 2 * x[other] + i.X * 10 + i.Y;
        if ((i + new Index2D(1, 0)).InBounds(x.IntExtent))
            output[i] -= x[i.X + 1, i.Y];
    }

    [Conformance]
    public static void Indices3D(Index3D i, ArrayView3D<int, Stride3D.DenseXY> x, ArrayView3D<int, Stride3D.DenseXY> output) =>
        output[i] = x[i] * 2 + i.X + 10 * i.Y + 100 * i.Z + (int)x.Extent.Z;
}
