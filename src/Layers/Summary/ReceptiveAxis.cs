namespace ConvGpu;

/// <summary>
/// The receptive field along one axis, by the recurrence r' = r + (span - 1) j, j' = j stride: r input pixels are seen by one
/// element, and elements next to each other see windows j pixels apart.
/// </summary>
/// <param name="Extent">r, in pixels of the model's input; padding counts as pixels.</param>
/// <param name="Step">j, in pixels; below 1 behind a transposed convolution, 0 where every element sees the same pixels.</param>
/// <param name="Positions">Elements along the axis, kept when the axis is flattened away.</param>
internal readonly record struct ReceptiveAxis(double Extent, double Step, int Positions)
{
    /// <summary>The axis of the model's input.</summary>
    public static ReceptiveAxis Of(int positions) => new(1, 1, positions);

    /// <summary>Extent in whole pixels.</summary>
    public int Pixels => (int)Math.Min(Math.Ceiling(Extent), int.MaxValue);

    /// <summary>Behind a layer that reads every position: all its elements see the same, and no window of theirs sees more.</summary>
    public ReceptiveAxis Whole() => new(Extent + (Positions - 1) * Step, 0, 1);

    /// <summary>Behind a layer that reads a window.</summary>
    public ReceptiveAxis Window(int span, int stride, int factor, int positions) =>
        new(Extent + (span - 1) * Step, Step * stride / factor, positions);

    /// <summary>The largest of what branches see. Where a branch sees the same everywhere, the larger one says how far windows move.</summary>
    public static ReceptiveAxis Largest(ReceptiveAxis a, ReceptiveAxis b)
    {
        var step = Math.Min(a.Step, b.Step) > 0 ? Math.Max(a.Step, b.Step)
            : a.Extent == b.Extent ? 0
            : a.Extent > b.Extent ? a.Step : b.Step;
        return new(Math.Max(a.Extent, b.Extent), step, Math.Max(a.Positions, b.Positions));
    }
}
