using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels;

/// <summary>
/// The discrete Fourier transform of real images, Y[u, v] = sum over r, c of x[r, c] exp(-2 pi i (u r / Height + v c / Width)), not scaled.
/// Operands: x (n, Channels, Height, Width), y (n, Channels, 2, Height, Width / 2 + 1): the real parts, then the imaginary parts, of the
/// columns 0 to Width / 2; the others are conjugates, Y[-u, -v].
/// </summary>
/// <param name="Channels">Channels of the images, each transformed by itself.</param>
/// <param name="Height">Rows: a power of two from 2 to 2,048.</param>
/// <param name="Width">Columns: a power of two from 2 to 2,048.</param>
public sealed record Fourier2DForward(int Channels, int Height, int Width) : Op
{
    /// <inheritdoc/>
    public override string Name => "fourier2d.forward";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <summary>Rows.</summary>
    public int Height { get; } = FourierSizes.Checked(Height, Channels);

    /// <summary>Columns.</summary>
    public int Width { get; } = FourierSizes.Checked(Width, Channels);

    /// <inheritdoc/>
    public override long Flops(int n) => FourierSizes.Flops((long)n * Channels, Height, Width);

    /// <inheritdoc/>
    public override long Bytes(int n) => FourierSizes.Bytes((long)n * Channels, Height, Width);
}

/// <summary>
/// The real images of transforms, x[r, c] = 1 / (Height Width) sum over u, v of Y[u, v] exp(2 pi i (u r / Height + v c / Width)).
/// Operands: y (n, Channels, 2, Height, Width / 2 + 1) as <see cref="Fourier2DForward"/> writes them, x (n, Channels, Height, Width).
/// </summary>
/// <param name="Channels">Channels of the images, each transformed by itself.</param>
/// <param name="Height">Rows: a power of two from 2 to 2,048.</param>
/// <param name="Width">Columns: a power of two from 2 to 2,048.</param>
public sealed record Fourier2DInverse(int Channels, int Height, int Width) : Op
{
    /// <inheritdoc/>
    public override string Name => "fourier2d.inverse";

    /// <inheritdoc/>
    public override int OperandCount => 2;

    /// <summary>Rows.</summary>
    public int Height { get; } = FourierSizes.Checked(Height, Channels);

    /// <summary>Columns.</summary>
    public int Width { get; } = FourierSizes.Checked(Width, Channels);

    /// <inheritdoc/>
    public override long Flops(int n) => FourierSizes.Flops((long)n * Channels, Height, Width);

    /// <inheritdoc/>
    public override long Bytes(int n) => FourierSizes.Bytes((long)n * Channels, Height, Width);
}

internal static class FourierSizes
{
    public static int Checked(int length, int channels, [CallerArgumentExpression(nameof(length))] string name = "")
    {
        OpCheck.Positive(channels, "fourier2d");
        return length is >= 2 and <= FourierPlan.MaxLength && BitOperations.IsPow2(length) ? length : throw new ArgumentOutOfRangeException(
            name, length, $"fourier2d: {name} is {length}; it must be a power of two from 2 to {FourierPlan.MaxLength}.");
    }

    /// <summary>5 N log2 N for a complex transform of N elements, half of it for a real one.</summary>
    public static long Flops(long images, int height, int width) =>
        images * height * width * 5 * (BitOperations.Log2((uint)height) + BitOperations.Log2((uint)width)) / 2;

    public static long Bytes(long images, int height, int width) => sizeof(float) * images * height * (width + 2 * (width / 2 + 1));
}
