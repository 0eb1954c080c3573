namespace ConvGpu.Tests.Reference;

/// <summary>
/// A number in double precision with a bound on how far a float32 computation by the same formula may be from it: a running error analysis
/// (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.3). Each operation adds half a unit in the last place of its
/// result to what its operands bring; functions add what docs/ops.md allows them.
/// </summary>
/// <param name="Value">The number.</param>
/// <param name="Error">The bound, to first order.</param>
public readonly record struct Tracked(double Value, double Error = 0)
{
    private const double U = Expected.UnitRoundoff;

    public static implicit operator Tracked(double exact) => new(exact);

    public static Tracked operator +(Tracked a, Tracked b) => Rounded(a.Value + b.Value, a.Error + b.Error);

    public static Tracked operator -(Tracked a, Tracked b) => Rounded(a.Value - b.Value, a.Error + b.Error);

    public static Tracked operator -(Tracked a) => new(-a.Value, a.Error);

    public static Tracked operator *(Tracked a, Tracked b) =>
        Rounded(a.Value * b.Value, (Math.Abs(a.Value) * b.Error) + (Math.Abs(b.Value) * a.Error) + (a.Error * b.Error));

    public static Tracked operator /(Tracked a, Tracked b)
    {
        var quotient = a.Value / b.Value;
        // A divisor that may be 0 bounds nothing.
        var least = Math.Max(Math.Abs(b.Value) - b.Error, double.Epsilon);
        return Rounded(quotient, (a.Error + Math.Abs(quotient) * b.Error) / least);
    }

    /// <summary>The root, within 4 units of 2^-24.</summary>
    public static Tracked Sqrt(Tracked a)
    {
        var root = Math.Sqrt(a.Value);
        // |sqrt(a + e) - sqrt(a)| is at most sqrt(e), and about e / (2 sqrt(a)) where a is far from 0.
        var brought = a.Error == 0 ? 0 : Math.Min(Math.Sqrt(a.Error), a.Error / Math.Max(root, double.Epsilon));
        return new(root, brought + 4 * U * root);
    }

    /// <summary>e to the power, within 8 units of 2^-24.</summary>
    public static Tracked Exp(Tracked a)
    {
        var power = Math.Exp(a.Value);
        return new(power, power * (a.Error + 8 * U));
    }

    /// <summary>A number that is known within some units of 2^-24 of itself.</summary>
    public static Tracked Within(double value, int units) => new(value, Math.Abs(value) * units * U);

    /// <summary>value, but not below 0; moves no two numbers apart.</summary>
    public static Tracked NotNegative(Tracked a) => new(Math.Max(a.Value, 0), a.Error);

    /// <summary>Values and, as bounds, twice the first-order errors: room for their products and for another order of sums.</summary>
    public static Expected Expect(IReadOnlyList<Tracked> values)
    {
        var expected = new Expected(values.Count);
        for (var i = 0; i < values.Count; i++) expected.Set(i, values[i].Value, values[i].Error / U, 1);
        return expected;
    }

    private static Tracked Rounded(double value, double error) => new(value, error + U * (Math.Abs(value) + error));
}
