namespace ConvGpu;

/// <summary>
/// The receptive field along one axis, by the recurrence r' = r + (span - 1) j, j' = j stride: r input pixels are seen by one
/// element, and elements next to each other see windows j pixels apart.
/// </summary>
/// <param name="Extent">r, in pixels of the model's input; padding counts as pixels.</param>
/// <param name="Step">j, in pixels; below 1 behind a transposed convolution.</param>
/// <param name="Positions">Elements along the axis, kept when the axis is flattened away.</param>
internal readonly record struct ReceptiveAxis(double Extent, double Step, int Positions)
{
    /// <summary>The axis of the model's input.</summary>
    public static ReceptiveAxis Of(int positions) => new(1, 1, positions);

    /// <summary>Extent in whole pixels.</summary>
    public int Pixels => (int)Math.Min(Math.Ceiling(Extent), int.MaxValue);

    /// <summary>Behind a layer that reads every position.</summary>
    public ReceptiveAxis Whole() => new(Extent + (Positions - 1) * Step, Step, 1);

    /// <summary>Behind a layer that reads a window.</summary>
    public ReceptiveAxis Window(int span, int stride, int factor, int positions) =>
        new(Extent + (span - 1) * Step, Step * stride / factor, positions);

    /// <summary>The largest of what branches see.</summary>
    public static ReceptiveAxis Largest(ReceptiveAxis a, ReceptiveAxis b) =>
        new(Math.Max(a.Extent, b.Extent), Math.Max(a.Step, b.Step), Math.Max(a.Positions, b.Positions));
}
