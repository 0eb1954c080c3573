using System.Globalization;

namespace ConvGpu;

/// <summary>Compares the gradients of a network with differences of its outputs; see <see cref="GradientCheck"/>.</summary>
internal sealed class NumericGradients
{
    private const double UnitRoundoff = 1.0 / (1 << 24), Deviations = 6, Useful = 0.01, Clear = 0.001;

    // Beside the operations that are counted: an elementary function counts as one, and is off by up to 8 roundings.
    private const int Functions = 16;

    private static readonly float[] _steps = [1f / 16, 1f / 64, 1f / 256, 1f / 1024, 1f / 4096];

    private readonly Network _network;
    private readonly GradientCheckOptions _options;
    private readonly string _output;
    private readonly float[] _upstream;
    private readonly double _operations;
    private double _largestOutput;

    public NumericGradients(Network network, GradientCheckOptions options)
    {
        (_network, _options, _output) = (network, options, network.LayerNames[^1]);
        var random = new SeededRandom(options.Seed, 0);
        _upstream = new float[options.Batch * network.OutputShape.ItemCount];
        // None near 0, so that no output goes unseen.
        foreach (ref var value in _upstream.AsSpan()) value = (float)((random.NextDouble() < 0.5 ? -1 : 1) * (0.25 + 0.75 * random.NextDouble()));
        _operations = Functions + network.OpsOf(training: true).Sum(op => (double)op.Flops(options.Batch)) / _upstream.Length;
        network.SetTargets(_upstream);
        SetInput(random);
    }

    /// <summary>Checks every parameter.</summary>
    public GradientCheckResult Check()
    {
        var random = new SeededRandom(_options.Seed, 1);
        var starts = _network.ParameterNames.ToDictionary(name => name, name => Spread(_network.ReadParameter(name), random));
        foreach (var (name, values) in starts) _network.WriteParameter(name, values);
        _largestOutput = Outputs().Max(v => Math.Abs((double)v));
        var gradients = _network.ReadGradients().ToList();
        return new(
            _network.Shapes.Graph.Name, _network.Device.Id, [.. gradients.Select(g => Check(g.Name, starts[g.Name], g.Values, random))]);
    }

    private CheckedGradient Check(string name, float[] values, float[] gradients, SeededRandom random)
    {
        var largest = gradients.Max(v => Math.Abs((double)v));
        var result = new CheckedGradient(name, 0, 0, 0, 0, largest);
        var indices = Enumerable.Range(0, values.Length).ToArray();
        for (var sample = 0; sample < Math.Min(_options.Samples, values.Length); sample++)
        {
            // The first of a random order.
            var other = sample + (int)(random.NextDouble() * (values.Length - sample));
            (indices[sample], indices[other]) = (indices[other], indices[sample]);
            result = Compare(result, name, values, indices[sample], gradients[indices[sample]]);
        }
        _network.WriteParameter(name, values);
        return result.Checked > 0 ? result : throw new GradientCheckException(
            $"{_network.Shapes.Graph.Name}: no gradient of {name} on {_network.Device.Id} could be compared: the largest analytic one is {Text(largest)}, which is 0, no "
            + "number, or less than a hundred times what rounding and kinks leave uncertain. Use smaller shapes, or look at the forward pass.");
    }

    private CheckedGradient Compare(CheckedGradient before, string name, float[] values, int index, double analytic)
    {
        Slope? nearest = null, best = null, sure = null;
        foreach (var step in _steps)
        {
            var slope = SlopeOf(name, values, index, step, before.LargestGradient);
            var scale = Math.Max(before.LargestGradient, Math.Abs(slope.Value));
            if (!(slope.Tolerance <= Useful * scale)) continue;
            var difference = Math.Abs(analytic - slope.Value);
            if (!(difference <= slope.Tolerance))
            {
                if (nearest is not { } known || difference < Math.Abs(analytic - known.Value)) nearest = slope;
                var isSure = slope.Tolerance <= Clear * scale;
                // Near a kink two step sizes disagree.
                if (isSure && sure is { } larger && Math.Abs(larger.Value - slope.Value) <= larger.Tolerance + slope.Tolerance)
                {
                    (nearest, best) = (larger, null);
                    break;
                }
                sure = isSure ? slope : null;
                continue;
            }
            if (best is not { } better || slope.Tolerance < better.Tolerance) best = slope;
            if (slope.Tolerance <= Clear * scale) break;
        }
        if (best is { } agreed)
        {
            return before with
            {
                Checked = before.Checked + 1, LargestDifference = Math.Max(before.LargestDifference, Math.Abs(analytic - agreed.Value)),
                LargestTolerance = Math.Max(before.LargestTolerance, agreed.Tolerance),
            };
        }
        if (nearest is not { } found) return before with { Unclear = before.Unclear + 1 };
        throw new GradientCheckException(
            $"{_network.Shapes.Graph.Name}: element {index} of {name} has the analytic gradient {Text(analytic)} on {_network.Device.Id}, but the numeric gradient "
            + $"{Text(found.Value)}: they differ by {Text(Math.Abs(analytic - found.Value))}, more than the tolerance of {Text(found.Tolerance)} = {Text(found.Truncation)} "
            + $"(what steps of {Text(found.Step)} and half of it differ by, over 3) + {Text(found.Outputs)} (roundings of outputs up to {Text(_largestOutput)} by "
            + $"{_operations:F0} operations, over the step) + {Text(found.Gradient)} (roundings of the gradient). Its backward pass is not that of its forward pass.");
    }

    /// <summary>Two central differences and what they make together, with its uncertainty.</summary>
    private readonly record struct Slope(double Value, double Step, double Truncation, double Outputs, double Gradient)
    {
        public double Tolerance => Truncation + Outputs + Gradient;
    }

    private Slope SlopeOf(string name, float[] values, int index, float step, double largestGradient)
    {
        var (coarse, coarseNoise) = Difference(name, values, index, step);
        var (fine, fineNoise) = Difference(name, values, index, step / 2);
        var gradient = Deviations * Math.Sqrt(_operations + _upstream.Length) * UnitRoundoff * (largestGradient + 1);
        return new((4 * fine - coarse) / 3, step, Math.Abs(fine - coarse) / 3, (4 * fineNoise + coarseNoise) / 3, gradient);
    }

    /// <summary>The central difference of the weighted outputs, in double, and the deviation that roundings of those that changed give it.</summary>
    private (double Value, double Noise) Difference(string name, float[] values, int index, float step)
    {
        float[] above = At(name, values, index, step), below = At(name, values, index, -step);
        double sum = 0, squares = 0;
        for (var i = 0; i < above.Length; i++)
        {
            // What does not depend on the element has the same bits, be it a number or not.
            if (BitConverter.SingleToInt32Bits(above[i]) == BitConverter.SingleToInt32Bits(below[i])) continue;
            sum += _upstream[i] * ((double)above[i] - below[i]);
            squares += 2.0 * _upstream[i] * _upstream[i];
        }
        return (sum / (2.0 * step), Deviations * Math.Sqrt(_operations * squares) * UnitRoundoff * _largestOutput / (2.0 * step));
    }

    private float[] At(string name, float[] values, int index, float change)
    {
        var moved = (float[])values.Clone();
        moved[index] += change;
        _network.WriteParameter(name, moved);
        return Outputs();
    }

    // A network without an optimiser draws the same dropout in every step.
    private float[] Outputs()
    {
        _network.TrainStep(_options.Batch);
        return _network.ReadActivation(_output, _options.Batch);
    }

    private void SetInput(SeededRandom random)
    {
        var count = (int)(_options.Batch * _network.InputShape.ItemCount);
        if (_network.IndexLimit is not { } limit)
        {
            _network.SetInput(Spread(new float[count], random));
            return;
        }
        var indices = new int[count];
        foreach (ref var index in indices.AsSpan()) index = (int)(random.NextDouble() * limit);
        _network.SetIndices(indices);
    }

    /// <summary>
    /// The values rounded to multiples of 2^-12, plus numbers from about -1 to 1 at equal distances in random order: no two are equal, none is 0, and
    /// a small step takes none past another.
    /// </summary>
    private static float[] Spread(float[] values, SeededRandom random)
    {
        var distance = 1 / 4f;
        while (distance * values.Length > 4 && distance > 1f / 512) distance /= 2;
        var order = Enumerable.Range(0, values.Length).OrderBy(_ => random.NextDouble()).ToArray();
        return [.. values.Select((v, i) => MathF.Round(v * 4096) / 4096 + (order[i] - values.Length / 2 + 0.5f) * distance)];
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
