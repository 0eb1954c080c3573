namespace ConvGpu.Kernels;

/// <summary>What the softmax and its logarithm differ in.</summary>
internal interface ISoftmaxForm
{
    /// <summary>The output of an element that is below the largest by -distance.</summary>
    static abstract T Value<T>(T distance, T sum) where T : struct, ILane<T>;

    /// <summary>What the gradients of an axis share is the sum of this.</summary>
    static abstract T Term<T>(T y, T dy) where T : struct, ILane<T>;

    static abstract T Gradient<T>(T y, T dy, T sum) where T : struct, ILane<T>;
}

internal readonly struct SoftmaxForm : ISoftmaxForm
{
    public static T Value<T>(T distance, T sum) where T : struct, ILane<T> => T.Exp(distance) / sum;

    public static T Term<T>(T y, T dy) where T : struct, ILane<T> => y * dy;

    public static T Gradient<T>(T y, T dy, T sum) where T : struct, ILane<T> => y * (dy - sum);
}

internal readonly struct LogSoftmaxForm : ISoftmaxForm
{
    public static T Value<T>(T distance, T sum) where T : struct, ILane<T> => distance - T.Log(sum);

    public static T Term<T>(T y, T dy) where T : struct, ILane<T> => dy;

    public static T Gradient<T>(T y, T dy, T sum) where T : struct, ILane<T> => dy - T.Exp(y) * sum;
}
