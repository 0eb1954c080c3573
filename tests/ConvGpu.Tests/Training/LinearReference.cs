namespace ConvGpu.Tests.Training;

/// <summary>Softmax regression trained by naive loops in double precision: weights [classes, features], a bias a class.</summary>
internal sealed class LinearReference(double[] weights, double[] biases)
{
    private readonly double[] _weightSteps = new double[weights.Length];
    private readonly double[] _biasSteps = new double[biases.Length];

    public double[] Weights => weights;

    public double[] Biases => biases;

    /// <summary>One step of SGD with PyTorch's rule: g += decay w; v = m v + g; w -= rate (nesterov ? g + m v : v).</summary>
    /// <returns>The mean loss before the step.</returns>
    public double Step(float[][] inputs, int[] labels, double rate, double momentum, double decay, bool nesterov)
    {
        var (weightGradient, biasGradient, loss) = (new double[weights.Length], new double[biases.Length], 0.0);
        for (var i = 0; i < inputs.Length; i++)
        {
            var p = Probabilities(inputs[i]);
            loss -= Math.Log(p[labels[i]]) / inputs.Length;
            for (var c = 0; c < biases.Length; c++)
            {
                var error = (p[c] - (c == labels[i] ? 1 : 0)) / inputs.Length;
                biasGradient[c] += error;
                for (var f = 0; f < inputs[i].Length; f++) weightGradient[c * inputs[i].Length + f] += error * inputs[i][f];
            }
        }
        Update(weights, weightGradient, _weightSteps);
        Update(biases, biasGradient, _biasSteps);
        return loss;

        void Update(double[] values, double[] gradient, double[] steps)
        {
            for (var i = 0; i < values.Length; i++)
            {
                var g = gradient[i] + decay * values[i];
                steps[i] = momentum * steps[i] + g;
                values[i] -= rate * (nesterov ? g + momentum * steps[i] : steps[i]);
            }
        }
    }

    private double[] Probabilities(float[] input)
    {
        var scores = new double[biases.Length];
        for (var c = 0; c < biases.Length; c++)
        {
            scores[c] = biases[c];
            for (var f = 0; f < input.Length; f++) scores[c] += weights[c * input.Length + f] * input[f];
        }
        var largest = scores.Max();
        var exponentials = scores.Select(score => Math.Exp(score - largest)).ToArray();
        var sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }
}
