namespace ConvGpu.Kernels;

/// <summary>
/// An axis of a rearranged item: output o shows the input's coordinate Start + o Step of one input axis, and the fill value where that lies
/// outside of it. A step of 0 repeats the input along the axis.
/// </summary>
/// <param name="Out">Size in the output.</param>
/// <param name="In">Size of the input's axis; 1 where the axis is new.</param>
/// <param name="Stride">Elements from one coordinate of the input's axis to the next; 0 where the axis is new.</param>
/// <param name="Start">The coordinate that output 0 shows; negative where there is padding in front.</param>
/// <param name="Step">Coordinates from one output to the next, negative for a reversed axis, 0 for a new one.</param>
public readonly record struct RearrangeAxis(int Out, int In, int Stride, int Start = 0, int Step = 1)
{
    /// <summary>An axis that repeats the input.</summary>
    /// <param name="count">How often.</param>
    public static RearrangeAxis Repeat(int count) => new(count, 1, 0, 0, 0);

    /// <summary>Whether output and input coordinates are the same.</summary>
    internal bool IsWhole => Start == 0 && Step == 1 && Out == In;

    internal bool IsRepeat => Step == 0 && In == 1;

    /// <summary>Whether this axis and the one inside of it walk through memory as one axis would.</summary>
    internal bool Joins(RearrangeAxis inner) =>
        (IsWhole && inner.IsWhole && Stride == (long)inner.Stride * inner.In) || (IsRepeat && inner.IsRepeat);

    internal RearrangeAxis Joined(RearrangeAxis inner) =>
        IsRepeat ? Repeat(Out * inner.Out) : new(Out * inner.Out, In * inner.In, inner.Stride);
}
