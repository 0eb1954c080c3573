using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>Atomic read-modify-write of one value in memory; floats are passed as their bits.</summary>
internal static unsafe class AtomicMath
{
    public static int Apply(int* address, int value, AtomicKind kind)
    {
        switch (kind)
        {
            case AtomicKind.Add: return Interlocked.Add(ref *address, value) - value;
            case AtomicKind.And: return Interlocked.And(ref *address, value);
            case AtomicKind.Or: return Interlocked.Or(ref *address, value);
            case AtomicKind.Exchange: return Interlocked.Exchange(ref *address, value);
        }
        while (true)
        {
            int before = Volatile.Read(ref *address);
            int after = Combine(before, value, kind);
            if (after == before || Interlocked.CompareExchange(ref *address, after, before) == before)
                return before;
        }
    }

    public static long Apply(long* address, long value, AtomicKind kind)
    {
        switch (kind)
        {
            case AtomicKind.Add: return Interlocked.Add(ref *address, value) - value;
            case AtomicKind.And: return Interlocked.And(ref *address, value);
            case AtomicKind.Or: return Interlocked.Or(ref *address, value);
            case AtomicKind.Exchange: return Interlocked.Exchange(ref *address, value);
        }
        while (true)
        {
            long before = Volatile.Read(ref *address);
            long after = Combine(before, value, kind);
            if (after == before || Interlocked.CompareExchange(ref *address, after, before) == before)
                return before;
        }
    }

    private static int Combine(int before, int value, AtomicKind kind) => kind switch
    {
        AtomicKind.Xor => before ^ value,
        AtomicKind.MinS => Math.Min(before, value),
        AtomicKind.MaxS => Math.Max(before, value),
        AtomicKind.MinU => (int)Math.Min((uint)before, (uint)value),
        AtomicKind.MaxU => (int)Math.Max((uint)before, (uint)value),
        _ => BitConverter.SingleToInt32Bits(Combine(BitConverter.Int32BitsToSingle(before), BitConverter.Int32BitsToSingle(value), kind)),
    };

    private static long Combine(long before, long value, AtomicKind kind) => kind switch
    {
        AtomicKind.Xor => before ^ value,
        AtomicKind.MinS => Math.Min(before, value),
        AtomicKind.MaxS => Math.Max(before, value),
        AtomicKind.MinU => (long)Math.Min((ulong)before, (ulong)value),
        AtomicKind.MaxU => (long)Math.Max((ulong)before, (ulong)value),
        _ => BitConverter.DoubleToInt64Bits(Combine(BitConverter.Int64BitsToDouble(before), BitConverter.Int64BitsToDouble(value), kind)),
    };

    private static T Combine<T>(T before, T value, AtomicKind kind) where T : System.Numerics.INumber<T> => kind switch
    {
        AtomicKind.FAdd => before + value,
        AtomicKind.FMin => T.Min(before, value),
        AtomicKind.FMax => T.Max(before, value),
        _ => throw new InvalidOperationException($"{kind} is no atomic operation of {typeof(T).Name}."),
    };
}
