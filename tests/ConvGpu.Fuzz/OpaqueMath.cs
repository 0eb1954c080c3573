using System.Runtime.CompilerServices;

namespace ConvGpu.Fuzz;

/// <summary>
/// Min and Max of .NET, kept from being compiled into the program that .NET itself runs: .NET 10's JIT computes Math.Min(x, -0f) and
/// Math.Min(-0f, x) as +0 where x is +0 and the other operand is a constant, against the documentation and its own code for variables.
/// </summary>
public static class OpaqueMath
{
    /// <summary>Math.Min.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Min(float a, float b) => Math.Min(a, b);

    /// <summary>Math.Min.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Min(double a, double b) => Math.Min(a, b);

    /// <summary>Math.Max.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Max(float a, float b) => Math.Max(a, b);

    /// <summary>Math.Max.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Max(double a, double b) => Math.Max(a, b);
}
