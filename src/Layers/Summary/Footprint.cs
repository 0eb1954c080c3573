namespace ConvGpu;

/// <summary>
/// The part of a layer's input that one element of its output is computed from, in rows and columns; channels are not counted. Layers
/// tell it, and <see cref="ModelSummary"/> follows it through a graph to the receptive field.
/// </summary>
public readonly record struct Footprint
{
    private Footprint(Size2D span, Size2D stride, Size2D factor, bool isWhole) =>
        (Span, Stride, Factor, IsWhole) = (span, stride, factor, isWhole);

    /// <summary>The element at the same place, as in an activation.</summary>
    public static Footprint Element { get; } = new(1, 1, 1, isWhole: false);

    /// <summary>All rows and columns, as in a dense layer.</summary>
    public static Footprint Whole { get; } = new(1, 1, 1, isWhole: true);

    /// <summary>True where every output is computed from all rows and columns.</summary>
    public bool IsWhole { get; }

    /// <summary>Rows and columns from the first to the last element read, dilation included.</summary>
    public Size2D Span { get; }

    /// <summary>Inputs from one output's window to that of the next.</summary>
    public Size2D Stride { get; }

    /// <summary>Outputs for one input, as in a transposed convolution; 1 elsewhere.</summary>
    public Size2D Factor { get; }

    /// <summary>A window that slides over the input: span = dilation (kernel - 1) + 1.</summary>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Steps of the window, at least 1.</param>
    /// <param name="dilation">Distance between the window's taps; 1 unless given.</param>
    public static Footprint Window(Size2D kernel, Size2D stride, Size2D dilation = default)
    {
        var distance = dilation.OrIfUnset(1);
        return new(
            new Size2D(SpanOf(kernel.Height, distance.Height), SpanOf(kernel.Width, distance.Width)), stride, 1, isWhole: false);
    }

    /// <summary>A window that is laid down for each input and adds to several outputs, as in a transposed convolution.</summary>
    /// <param name="kernel">Rows and columns of the window, at least 1.</param>
    /// <param name="stride">Outputs from one input's window to that of the next, at least 1.</param>
    /// <param name="dilation">Distance between the window's taps; 1 unless given.</param>
    public static Footprint Transposed(Size2D kernel, Size2D stride, Size2D dilation = default)
    {
        var span = Window(kernel, 1, dilation).Span;
        var inputs = new Size2D(1 + (span.Height - 1) / stride.Height, 1 + (span.Width - 1) / stride.Width);
        return new(inputs, 1, stride, isWhole: false);
    }

    // Layers refuse spans beyond 32 bits when shapes are inferred.
    private static int SpanOf(int kernel, int dilation) => (int)Math.Min(dilation * (kernel - 1L) + 1, int.MaxValue);
}
