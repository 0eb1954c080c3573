using System.Runtime.CompilerServices;

namespace ConvGpu.Kernels;

/// <summary>Checks of op sizes; every message names the op, the value and what is allowed.</summary>
internal static class OpCheck
{
    public static int Positive(int value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} is {value}; it must be at least 1.");

    public static int NotNegative(int value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} is {value}; it must not be negative.");

    public static long Positive(long value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} is {value}; it must be at least 1.");

    /// <summary>A number that <paramref name="isRight"/>, else an exception that names the range.</summary>
    public static float Require(float value, bool isRight, string range, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        isRight ? value : throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} is {value}; it must be {range}.");

    /// <summary>A finite number of at least 0.</summary>
    public static float FiniteNotNegative(float value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value, value >= 0 && float.IsFinite(value), "finite and 0 or more", op, name);

    /// <summary>A finite number above 0.</summary>
    public static float FinitePositive(float value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value, value > 0 && float.IsFinite(value), "finite and above 0", op, name);

    /// <summary>A share from 0 to below 1.</summary>
    public static float Share(float value, string op, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(value, value is >= 0 and < 1, "at least 0 and below 1", op, name);

    /// <summary>Kernel, stride and dilation at least 1, no negative padding.</summary>
    public static void Window(Window2D window, string op)
    {
        if (window.KernelHeight < 1 || window.KernelWidth < 1)
            throw new ArgumentOutOfRangeException(nameof(window), $"{op}: kernel is {window.KernelHeight}x{window.KernelWidth}; both sides must be at least 1.");
        if (window.StrideHeight < 1 || window.StrideWidth < 1)
            throw new ArgumentOutOfRangeException(nameof(window), $"{op}: stride is {window.StrideHeight}x{window.StrideWidth}; both must be at least 1.");
        if (window.DilationHeight < 1 || window.DilationWidth < 1)
            throw new ArgumentOutOfRangeException(nameof(window), $"{op}: dilation is {window.DilationHeight}x{window.DilationWidth}; both must be at least 1.");
        if (window.PadTop < 0 || window.PadLeft < 0 || window.PadBottom < 0 || window.PadRight < 0)
            throw new ArgumentOutOfRangeException(nameof(window), $"{op}: padding is {Padding(window)}; no side may be negative.");
    }

    /// <summary>The window fits the padded image at least once.</summary>
    public static void Fits(Window2D window, int height, int width, string op)
    {
        if (window.TooLarge(height, width) is { } reason)
            throw new ArgumentException($"{op}: {reason}.");
        long paddedHeight = window.PaddedHeight(height), paddedWidth = window.PaddedWidth(width);
        if (window.SpanHeight > paddedHeight || window.SpanWidth > paddedWidth)
            throw new ArgumentException(
                $"{op}: the kernel {window.KernelHeight}x{window.KernelWidth} with dilation {window.DilationHeight}x{window.DilationWidth} spans "
                + $"{window.SpanHeight}x{window.SpanWidth} elements, but the input {height}x{width} with padding {Padding(window)} has only "
                + $"{paddedHeight}x{paddedWidth}. Use a smaller kernel or dilation, more padding or a larger image.");
    }

    /// <summary>A count of elements that 32 bits hold.</summary>
    public static void Countable(string what, long channels, long height, long width, string op)
    {
        if ((Int128)channels * height * width > int.MaxValue)
            throw new ArgumentException($"{op}: {what} of {channels}x{height}x{width} has more than {int.MaxValue:N0} elements. Use smaller sizes.");
    }

    public static string Padding(Window2D window) => $"top {window.PadTop}, left {window.PadLeft}, bottom {window.PadBottom}, right {window.PadRight}";
}
