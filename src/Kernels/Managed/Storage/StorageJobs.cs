using System.Numerics;

namespace ConvGpu.Kernels.Managed;

/// <summary>A conversion between floats and 16 bits.</summary>
internal abstract unsafe class StorageJob : ElementwiseJob
{
    protected void* X { get; private set; }

    protected void* Y { get; private set; }

    public void Run(long length, void* x, void* y)
    {
        X = x;
        Y = y;
        RunOver(length);
    }
}

/// <summary>y = x in 16 bits; x becomes what y holds.</summary>
internal sealed unsafe class NarrowJob<TFormat> : StorageJob where TFormat : struct, IStorageFormat
{
    protected override void Range(long first, int count)
    {
        uint* from = (uint*)X + first;
        ushort* to = (ushort*)Y + first;
        var i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector<uint> low = TFormat.Encode(Vector.Load(from + i)), high = TFormat.Encode(Vector.Load(from + i + Vector<uint>.Count));
            Vector.Narrow(low, high).Store(to + i);
            TFormat.Decode(low).Store(from + i);
            TFormat.Decode(high).Store(from + i + Vector<uint>.Count);
        }
        for (; i < count; i++)
        {
            var code = TFormat.Encode(from[i]);
            to[i] = (ushort)code;
            from[i] = TFormat.Decode(code);
        }
    }
}

/// <summary>y = x of 16 bits.</summary>
internal sealed unsafe class WidenJob<TFormat> : StorageJob where TFormat : struct, IStorageFormat
{
    protected override void Range(long first, int count)
    {
        ushort* from = (ushort*)X + first;
        uint* to = (uint*)Y + first;
        var i = 0;
        for (; i <= count - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.Load(from + i), out var low, out var high);
            TFormat.Decode(low).Store(to + i);
            TFormat.Decode(high).Store(to + i + Vector<uint>.Count);
        }
        for (; i < count; i++) to[i] = TFormat.Decode(from[i]);
    }
}

/// <summary>y = what 16 bits hold of x.</summary>
internal sealed unsafe class RoundJob<TFormat> : StorageJob where TFormat : struct, IStorageFormat
{
    protected override void Range(long first, int count)
    {
        uint* from = (uint*)X + first, to = (uint*)Y + first;
        var i = 0;
        for (; i <= count - Vector<uint>.Count; i += Vector<uint>.Count) TFormat.Decode(TFormat.Encode(Vector.Load(from + i))).Store(to + i);
        for (; i < count; i++) to[i] = TFormat.Decode(TFormat.Encode(from[i]));
    }
}
