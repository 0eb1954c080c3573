namespace ConvGpu.Kernels;

/// <summary>
/// A float, or a vector of them: a function written over lanes is one text for kernels (<see cref="FloatLane"/>) and for the managed code
/// (Managed/VectorLane). Errors of the elementary functions are those of docs/ops.md.
/// </summary>
internal interface ILane<T> where T : struct, ILane<T>
{
    static abstract implicit operator T(float value);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator -(T value);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    static abstract T Abs(T value);

    /// <summary>e to the power of the value.</summary>
    static abstract T Exp(T value);

    /// <summary>The natural logarithm of a number that is positive, normal and finite; NaN stays NaN.</summary>
    static abstract T Log(T value);

    static abstract T Tanh(T value);

    static abstract T Sqrt(T value);

    /// <summary>left &gt; right ? then : otherwise; a NaN is not greater.</summary>
    static abstract T IfGreater(T left, T right, T then, T otherwise);
}
