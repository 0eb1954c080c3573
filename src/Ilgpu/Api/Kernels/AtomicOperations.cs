namespace ILGPU.AtomicOperations;

/// <summary>The operation of <see cref="Atomic.MakeAtomic"/>.</summary>
public interface IAtomicOperation<T>
    where T : struct
{
    /// <summary>What is written when <paramref name="current"/> stands in memory.</summary>
    T Operation(T current, T value);
}

/// <summary>The compare-exchange of <see cref="Atomic.MakeAtomic"/>.</summary>
public interface ICompareExchangeOperation<T>
    where T : struct
{
    /// <summary>Writes a value where <paramref name="compare"/> stands and gives the value before.</summary>
    T CompareExchange(ref T target, T compare, T value);

    /// <summary>Whether two values are the same.</summary>
    bool IsSame(T left, T right);
}
