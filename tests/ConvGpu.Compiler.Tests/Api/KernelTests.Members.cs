using ILGPU;
using ILGPU.Algorithms;
using ILGPU.AtomicOperations;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Members of the API that kernels call less often, one small kernel each.</summary>
public abstract partial class KernelTests
{
    private readonly struct Multiply : IAtomicOperation<int>
    {
        public int Operation(int current, int value) => current * value;
    }

    private readonly struct CompareExchangeInt : ICompareExchangeOperation<int>
    {
        public int CompareExchange(ref int target, int compare, int value) => Atomic.CompareExchange(ref target, compare, value);

        public bool IsSame(int left, int right) => left == right;
    }

    private struct Quad
    {
        public float A, B, C, D;
    }

    private struct Tile : IEquatable<Tile>
    {
        public int Width;
        public float Factor;

        public readonly bool Equals(Tile other) => Width == other.Width && Factor == other.Factor;
    }

    private static void Atomics(Index1D i, ArrayView<int> x, ArrayView<uint> bits, ArrayView<long> wide)
    {
        Atomic.MakeAtomic(ref x[0], i % 3 == 0 ? 2 : 1, new Multiply(), new CompareExchangeInt());
        Atomic.Min(ref x[1], -i);
        Atomic.Exchange(ref x[2], 77);
        if (Atomic.CompareExchange(ref x[3], 0, 1) == 0)
            Atomic.Add(ref x[4], 1);
        Atomic.Or(ref bits[0], 1u << (i % 32));
        Atomic.And(ref bits[1], ~(1u << (i % 4)));
        Atomic.Xor(ref bits[2], 1u << (i % 2));
        Atomic.Max(ref wide[0], i * 5_000_000_000L);
    }

    private static void Numbers(ArrayView<int> x)
    {
        int place = Grid.GlobalLinearIndex;
        var index = Grid.GlobalIndex;
        x[place] = index.X + 100 * index.Y + 10000 * Grid.DimX + 100000 * Group.DimY + (Group.IsLastThread ? 1000000 : 0);
    }

    private static void Views(Index2D i, ArrayView2D<int, Stride2D.DenseX> x, ArrayView<int> sums)
    {
        var part = x.SubView(new Index2D(1, 1), new Index2D(2, 3));
        var transposed = part.AsTransposed();
        if (i.InBounds(transposed.IntExtent))
            sums[i.Y * 3 + i.X] = transposed[i] + (int)(transposed.Length * 1000) + 100 * x.VariableView(new Index2D(1, 2)).Value;
    }

    private static void Casts(Index1D i, ArrayView<float> x, ArrayView<float> result)
    {
        var quads = x.Cast<Quad>();
        var quad = quads[i];
        (quad.A, quad.B, quad.C, quad.D) = (quad.D, quad.C, quad.B, quad.A + (float)quads.Length);
        result.Cast<Quad>()[i] = quad;
    }

    private static void Bits(Index1D i, ArrayView<uint> x, ArrayView<int> result)
    {
        int count = IntrinsicMath.PopCount(x[i]) + 100 * IntrinsicMath.LeadingZeroCount(x[i]) + 10000 * IntrinsicMath.TrailingZeroCount(x[i]);
        result[i] = count + (int)(Interop.FloatAsInt(Interop.IntAsFloat(x[i])) == x[i] ? 0 : 1);
    }

    private static void Maths(Index1D i, ArrayView<float> x, ArrayView<float> result)
    {
        float v = x[i];
        XMath.SinCos(v, out float sin, out float cos);
        result[i] = sin * sin + cos * cos + XMath.Clamp(v, -1f, 1f) + XMath.RoundAwayFromZero(v) + XMath.IEEERemainder(v, 3f)
            + XMath.Sign(v);
    }

    private static void SharedKinds(ArrayView<int> result)
    {
        ref int total = ref SharedMemory.Allocate<int>();
        var plane = SharedMemory.Allocate2DDenseX<int>(new Index2D(4, 4));
        if (Group.IsFirstThread)
            total = 0;
        int item = Group.LinearIndex;
        plane[item % 4, item / 4] = item;
        Group.Barrier();
        Atomic.Add(ref total, plane[item / 4, item % 4]);
        MemoryFence.GroupLevel();
        Group.Barrier();
        result[item] = total + 1000 * plane[item / 4, item % 4] + 100000 * Warp.Broadcast(Warp.LaneIdx + 1, 0);
    }

    private static void SpecialStruct(Index1D i, SpecializedValue<Tile> tile, ArrayView<float> x)
    {
        float sum = 0;
        for (int k = 0; k < tile.Value.Width; k++)
            sum += tile.Value.Factor * k;
        x[i] = sum;
    }

    [Fact]
    public void AtomicOperationsOfAllKinds()
    {
        using var ints = _accelerator.Allocate1D([3, 5, 6, 0, 0]);
        using var bits = _accelerator.Allocate1D([0u, uint.MaxValue, 0u]);
        using var wide = _accelerator.Allocate1D([-1L]);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<uint>, ArrayView<long>>(Atomics)(
            21, ints.View, bits.View, wide.View);
        Assert.Equal([3 * 128, -20, 77, 1, 1], ints.GetAsArray1D());
        Assert.Equal([0x1FFFFFu, 0xFFFFFFF0u, 1u], bits.GetAsArray1D());
        Assert.Equal(100_000_000_000L, wide.GetAsArray1D()[0]);
    }

    [Fact]
    public void ItemsKnowTheirNumbers()
    {
        using var buffer = _accelerator.Allocate1D<int>(2 * 3 * 4 * 2);
        _accelerator.LoadStreamKernel<ArrayView<int>>(Numbers)((new Index2D(2, 3), new Index2D(4, 2)), buffer.View);
        var expected =
            from groupY in Enumerable.Range(0, 3)
            from groupX in Enumerable.Range(0, 2)
            from y in Enumerable.Range(0, 2)
            from x in Enumerable.Range(0, 4)
            select groupX * 4 + x + 100 * (groupY * 2 + y) + 20000 + 200000 + (x == 3 && y == 1 ? 1000000 : 0);
        Assert.Equal(expected, buffer.GetAsArray1D());
    }

    [Fact]
    public void ViewsAreCutAndTurnedInKernels()
    {
        using var buffer = _accelerator.Allocate2DDenseX<int>(new LongIndex2D(4, 5));
        var data = new int[4, 5];
        for (int x = 0; x < 4; x++)
            for (int y = 0; y < 5; y++)
                data[x, y] = 10 * x + y;
        buffer.CopyFromCPU(data);
        using var result = _accelerator.Allocate1D(new int[6]);
        _accelerator.LoadAutoGroupedStreamKernel<Index2D, ArrayView2D<int, Stride2D.DenseX>, ArrayView<int>>(Views)(
            new Index2D(4, 4), buffer.View, result.View);
        var expected = from y in Enumerable.Range(0, 2) from x in Enumerable.Range(0, 3) select data[1 + y, 1 + x] + 6000 + 1200;
        Assert.Equal(expected, result.GetAsArray1D());
    }

    [Fact]
    public void ViewsChangeTheirTypeInKernels()
    {
        using var buffer = _accelerator.Allocate1D(Enumerable.Range(0, 12).Select(i => (float)i).ToArray());
        using var result = _accelerator.Allocate1D<float>(12);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Casts)(3, buffer.View, result.View);
        Assert.Equal([3f, 2f, 1f, 3f, 7f, 6f, 5f, 7f, 11f, 10f, 9f, 11f], result.GetAsArray1D());
    }

    [Fact]
    public void BitsAreCounted()
    {
        uint[] values = [0, 1, 0x80000000, 0x00F0, uint.MaxValue, 0x3F800000];
        using var buffer = _accelerator.Allocate1D(values);
        using var result = _accelerator.Allocate1D<int>(values.Length);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>, ArrayView<int>>(Bits)(values.Length, buffer.View, result.View);
        Assert.Equal(values.Select(v => System.Numerics.BitOperations.PopCount(v) + 100 * System.Numerics.BitOperations.LeadingZeroCount(v)
            + 10000 * System.Numerics.BitOperations.TrailingZeroCount(v)), result.GetAsArray1D());
    }

    [Fact]
    public void SharedMemoryOfAllKinds()
    {
        using var result = _accelerator.Allocate1D<int>(16);
        _accelerator.LoadStreamKernel<ArrayView<int>>(SharedKinds)((1, 16), result.View);
        Assert.Equal(Enumerable.Range(0, 16).Select(item => 120 + 1000 * (item % 4 * 4 + item / 4) + 100000), result.GetAsArray1D());
    }

    [Fact]
    public void SpecialisedStructsAreConstants()
    {
        using var result = _accelerator.Allocate1D<float>(3);
        var launch = _accelerator.LoadAutoGroupedStreamKernel<Index1D, SpecializedValue<Tile>, ArrayView<float>>(SpecialStruct);
        launch(3, SpecializedValue.New(new Tile { Width = 4, Factor = 0.5f }), result.View);
        Assert.Equal([3f, 3f, 3f], result.GetAsArray1D());
        launch(3, SpecializedValue.New(new Tile { Width = 3, Factor = 2f }), result.View);
        Assert.Equal([6f, 6f, 6f], result.GetAsArray1D());
    }

    [Fact]
    public void MathematicalFunctionsAgreeWithNet()
    {
        float[] values = [0f, 0.25f, -0.75f, 1.5f, -2.5f, 7.25f, 100.5f];
        using var buffer = _accelerator.Allocate1D(values);
        using var result = _accelerator.Allocate1D<float>(values.Length);
        _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Maths)(values.Length, buffer.View, result.View);
        var expected = values.Select(v => 1f + Math.Clamp(v, -1f, 1f) + MathF.Round(v, MidpointRounding.AwayFromZero)
            + MathF.IEEERemainder(v, 3f) + MathF.Sign(v)).ToArray();
        var actual = result.GetAsArray1D();
        // sin^2 + cos^2 is 1 within a few roundings of values up to 1; the other terms are exact, their sums stay under 256.
        for (int i = 0; i < values.Length; i++)
            Assert.InRange(actual[i], expected[i] - 4e-5f, expected[i] + 4e-5f);
    }
}
