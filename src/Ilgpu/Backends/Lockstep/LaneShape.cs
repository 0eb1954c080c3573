namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Between whom a value may differ: nobody in the group, the group's vectors, the lanes of a vector.</summary>
internal enum Uniformity : byte { Group, Vector, Lane }

/// <summary>
/// What is known of a value across the lanes of a vector. With a <see cref="Stride"/> the value of lane l is that of lane 0 plus
/// l * Stride, modulo the width of the type when <see cref="IsExact"/>; otherwise only as long as no lane wraps around, which holds for
/// every address that may be accessed.
/// </summary>
internal readonly record struct LaneShape(Uniformity Level, long? Stride, bool IsExact)
{
    public static readonly LaneShape Varying = new(Uniformity.Lane, null, true);

    public static LaneShape Uniform(Uniformity level) => new(level, 0, true);

    public static LaneShape Linear(long stride, bool exact, Uniformity level = Uniformity.Lane) =>
        stride == 0 ? new(level == Uniformity.Lane ? Uniformity.Vector : level, 0, true) : new(Uniformity.Lane, stride, exact);

    /// <summary>The same in all lanes.</summary>
    public bool IsUniform => Stride == 0;
    public bool IsLinear => Stride is not (null or 0);
    public bool IsVarying => Stride is null;

    /// <summary>What holds of a value that is one of two.</summary>
    public static LaneShape Meet(LaneShape a, LaneShape b)
    {
        if (a.Stride is null || a.Stride != b.Stride || !a.IsExact || !b.IsExact)
            return Varying;
        return a with { Level = Max(a.Level, b.Level) };
    }

    public static Uniformity Max(Uniformity a, Uniformity b) => a > b ? a : b;
}
