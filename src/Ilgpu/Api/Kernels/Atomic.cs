using System.Runtime.CompilerServices;
using ILGPU.AtomicOperations;

namespace ILGPU;

/// <summary>
/// Operations on global or shared memory that no other item can come between. All give the value before.
/// The order between items is open, so sums of floats may differ from run to run.
/// </summary>
public static partial class Atomic
{
    /// <summary>Adds a value and gives the value before.</summary>
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds a value and gives the value before.</summary>
    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds a value and gives the value before.</summary>
    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds a value and gives the value before.</summary>
    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;

    /// <summary>Adds a value and gives the value before.</summary>
    public static float Add(ref float target, float value)
    {
        float before = target;
        while (true)
        {
            float seen = CompareExchange(ref target, before, before + value);
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Adds a value and gives the value before.</summary>
    public static double Add(ref double target, double value)
    {
        double before = target;
        while (true)
        {
            double seen = CompareExchange(ref target, before, before + value);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Adds a value and gives the value before.</summary>
    public static Index1D Add(ref Index1D target, Index1D value) => Add(ref Unsafe.As<Index1D, int>(ref target), value.X);

    /// <summary>Writes a value and gives the value before.</summary>
    public static int Exchange(ref int target, int value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static long Exchange(ref long target, long value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static uint Exchange(ref uint target, uint value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static ulong Exchange(ref ulong target, ulong value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static float Exchange(ref float target, float value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static double Exchange(ref double target, double value) => Interlocked.Exchange(ref target, value);

    /// <summary>Writes a value and gives the value before.</summary>
    public static Index1D Exchange(ref Index1D target, Index1D value) =>
        Exchange(ref Unsafe.As<Index1D, int>(ref target), value.X);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    public static int CompareExchange(ref int target, int compare, int value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    public static long CompareExchange(ref long target, long compare, long value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    public static uint CompareExchange(ref uint target, uint compare, uint value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    public static ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before. Compares bits.</summary>
    public static float CompareExchange(ref float target, float compare, float value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before. Compares bits.</summary>
    public static double CompareExchange(ref double target, double compare, double value) =>
        Interlocked.CompareExchange(ref target, value, compare);

    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    public static Index1D CompareExchange(ref Index1D target, Index1D compare, Index1D value) =>
        CompareExchange(ref Unsafe.As<Index1D, int>(ref target), compare.X, value.X);

    /// <summary>Makes an atomic operation of an operation and a compare-exchange; gives the value before.</summary>
    public static T MakeAtomic<T, TOperation, TCompareExchangeOperation>(
        ref T target, T value, TOperation operation, TCompareExchangeOperation compareExchangeOperation)
        where T : unmanaged
        where TOperation : struct, IAtomicOperation<T>
        where TCompareExchangeOperation : struct, ICompareExchangeOperation<T>
    {
        T seen = target;
        T before;
        do
        {
            before = seen;
            seen = compareExchangeOperation.CompareExchange(ref target, before, operation.Operation(before, value));
        }
        while (!compareExchangeOperation.IsSame(seen, before));
        return before;
    }
}
