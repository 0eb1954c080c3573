namespace ConvGpu.Kernels;

internal readonly struct FloorFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T near = Whole.Nearest(x);
        return T.IfGreater(near, x, near - 1f, near);
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => 0f;
}

internal readonly struct CeilFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T>
    {
        T near = Whole.Nearest(x);
        return T.IfGreater(x, near, near + 1f, near);
    }

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => 0f;
}

internal readonly struct RoundFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => Whole.Nearest(x);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => 0f;
}

internal readonly struct StepFunctor : IActivationFunctor
{
    public T Forward<T>(T x) where T : struct, ILane<T> => T.IfGreater(x, 0f, 1f, 0f);

    public T Backward<T>(T kept, T dy) where T : struct, ILane<T> => 0f;
}

/// <summary>Whole numbers by sums: from 2^23 on float32 has no others.</summary>
internal static class Whole
{
    private const float First = 8388608f;

    public static T Nearest<T>(T x) where T : struct, ILane<T>
    {
        T size = T.Abs(x), whole = size + First - First;
        return T.IfGreater(First, size, T.IfGreater(0f, x, -whole, whole), x);
    }
}
