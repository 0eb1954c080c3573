using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>Checks that the layers with windows share.</summary>
internal static class Sizes
{
    public static Size2D AtLeastOne(Size2D size, string name) => size.Height >= 1 && size.Width >= 1
        ? size
        : throw new ArgumentOutOfRangeException(name, size, "Rows and columns are at least 1.");

    public static Shape Equal(IReadOnlyList<Shape> inputs, string verb)
    {
        foreach (var other in inputs)
        {
            if (other != inputs[0])
                throw new ShapeException($"{verb} inputs of {inputs[0]} and {other}; make their channels and sizes equal.");
        }
        return inputs[0];
    }

    public static void RequireChannels(int inChannels, int outChannels, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException($"{groups} groups do not divide {inChannels} input and {outChannels} output channels; make both multiples of the groups.", nameof(groups));
    }

    /// <summary>The shape of a sequence (N, C, L): one row of L columns.</summary>
    public static Shape OneRow(Shape input) => input.H == 1
        ? input
        : throw new ShapeException($"takes (channels, length), one row, but gets {input}; use the 2-D layer, or an input of one row.");

    public static void RequireCountable(Window2D window, Shape input)
    {
        if (window.TooLarge(input.H, input.W) is { } reason) throw new ShapeException(reason + ".");
    }

    public static Shape Output(int rows, int columns, int channels, Size2D kernel, Shape input) => rows >= 1 && columns >= 1
        ? new Shape(1, channels, rows, columns)
        : throw new ShapeException(
            $"a window of {kernel} does not fit into {input}; use a smaller kernel or dilation, more padding, or a larger image.");

    /// <summary>The shape with rows and columns multiplied.</summary>
    public static Shape Enlarged(Shape input, Size2D factor)
    {
        var (rows, columns) = ((long)input.H * factor.Height, (long)input.W * factor.Width);
        return rows <= int.MaxValue && columns <= int.MaxValue
            ? input with { H = (int)rows, W = (int)columns }
            : throw new ShapeException($"makes {rows:N0} rows and {columns:N0} columns of {input}, more than {int.MaxValue:N0}; use a smaller factor.");
    }
}
