using Xunit;

namespace ConvGpu.Tests.Reference;

/// <summary>
/// What a reference computed in double precision: the values and, for each, what bounds the error of a float32 computation of it.
/// A value that is a sum of k rounded terms, added in any order, with or without fused multiply-adds, is off by at most
/// gamma(k) * (sum of the terms' magnitudes), gamma(k) = k u / (1 - k u), u = 2^-24 (Higham, Accuracy and Stability of Numerical
/// Algorithms, 2nd ed., section 3.1). The inputs are float32 and exact in double.
/// </summary>
/// <param name="length">How many values.</param>
public sealed class Expected(int length)
{
    /// <summary>Half the distance from 1 to the next float32: the largest relative error of one rounding.</summary>
    public const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The values.</summary>
    public double[] Values { get; } = new double[length];

    /// <summary>Per value, the sum of its terms' magnitudes.</summary>
    public double[] Magnitudes { get; } = new double[length];

    /// <summary>Per value, how many roundings a float32 computation makes on the longest way from an input to the result.</summary>
    public int[] Roundings { get; } = new int[length];

    /// <summary>Adds a term, itself a product or quotient of inputs with one rounding.</summary>
    public void Add(int index, double term)
    {
        Values[index] += term;
        Magnitudes[index] += Math.Abs(term);
        Roundings[index]++;
    }

    /// <summary>Sets a value that is computed with the given number of roundings from terms of the given total magnitude.</summary>
    public void Set(int index, double value, double magnitude, int roundings)
    {
        Values[index] = value;
        Magnitudes[index] = magnitude;
        Roundings[index] = roundings;
    }

    /// <summary>Replaces each value by max(value, 0), which does not enlarge an error; NaN stays.</summary>
    public Expected Rectified()
    {
        for (var i = 0; i < Values.Length; i++) Values[i] = Math.Max(Values[i], 0);
        return this;
    }

    /// <summary>The largest error that a value may have: gamma(roundings + 1) * magnitude, and one step of the subnormal numbers per rounding.</summary>
    /// <param name="index">Which value.</param>
    /// <param name="extraRoundings">Roundings beyond the plain sum's, for implementations that say why.</param>
    public double Bound(int index, int extraRoundings = 0)
    {
        var ku = (Roundings[index] + 1 + extraRoundings) * UnitRoundoff;
        return ku / (1 - ku) * Magnitudes[index] + (Roundings[index] + 1) * (double)float.Epsilon;
    }

    /// <summary>Fails with the first value that is off by more than its bound.</summary>
    /// <param name="actual">The float32 results.</param>
    /// <param name="what">The op and case, for the message.</param>
    /// <param name="extraRoundings">Roundings beyond the plain sum's, for implementations that say why.</param>
    public void Check(ReadOnlySpan<float> actual, string what, int extraRoundings = 0)
    {
        Assert.True(actual.Length == Values.Length, $"{what}: {actual.Length} values, expected {Values.Length}");
        for (var i = 0; i < actual.Length; i++)
        {
            if (Same(actual[i], Values[i])) continue;
            var error = Math.Abs(actual[i] - Values[i]);
            var bound = Bound(i, extraRoundings);
            if (!(error <= bound))
                Assert.Fail($"{what}: value {i} of {actual.Length} is {actual[i]:R}, expected {Values[i]:R}; off by {error:E2}, bound {bound:E2}");
        }
    }

    private static bool Same(float actual, double expected) =>
        double.IsNaN(expected) ? float.IsNaN(actual) : double.IsInfinity(expected) && actual == expected;
}
