using System.Runtime.Intrinsics;

namespace ConvGpu.Emulation.Execution;

/// <summary>What one lane computes. Implementations are empty structs, so that loops over lanes specialise.</summary>
internal interface IUnary<TD, TA>
{
    static abstract TD Invoke(TA a);
}

internal interface IBinary<TD, TA, TB>
{
    static abstract TD Invoke(TA a, TB b);
}

internal interface ITernary<TD, TA, TB, TC>
{
    static abstract TD Invoke(TA a, TB b, TC c);
}

internal interface IQuaternary<TD, TA, TB, TC, TE>
{
    static abstract TD Invoke(TA a, TB b, TC c, TE e);
}

/// <summary>An operator that also works on several lanes at once, with the same result.</summary>
internal interface IVectorUnary<T> : IUnary<T, T>
{
    static abstract Vector256<T> Invoke(Vector256<T> a);
}

internal interface IVectorBinary<T> : IBinary<T, T, T>
{
    static abstract Vector256<T> Invoke(Vector256<T> a, Vector256<T> b);
}

internal interface IVectorTernary<T> : ITernary<T, T, T, T>
{
    static abstract Vector256<T> Invoke(Vector256<T> a, Vector256<T> b, Vector256<T> c);
}

internal interface ICompare<T>
{
    static abstract bool Invoke(T a, T b);

    /// <summary>All ones in lanes that compare true.</summary>
    static abstract Vector256<T> Invoke(Vector256<T> a, Vector256<T> b);
}
