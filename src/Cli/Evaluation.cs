using System.Diagnostics;

namespace ConvGpu.Cli;

/// <summary>What a network made of a set of images, and how long its forward passes took.</summary>
internal sealed class Evaluation
{
    private readonly double[] _milliseconds;

    private Evaluation(List<int> labels, float[] scores, int classes, List<double> milliseconds, double seconds)
    {
        (Labels, _milliseconds, ImagesPerSecond) = (labels, [.. milliseconds.Order()], labels.Count / Math.Max(seconds, 1e-9));
        var predicted = new int[labels.Count];
        for (var i = 0; i < predicted.Length; i++)
        {
            var own = scores.AsSpan(i * classes, classes);
            predicted[i] = ClassScores.Top(ClassScores.Probabilities(own), 1)[0];
            Loss += ClassScores.Loss(own, labels[i]) / labels.Count;
        }
        (TopOne, TopFive) = (Metrics.TopK(scores, labels, 1), Metrics.TopK(scores, labels, Math.Min(5, classes)));
        Matrix = ConfusionMatrix.Of(labels, predicted, classes);
    }

    public IReadOnlyList<int> Labels { get; }

    public double Loss { get; }

    public double TopOne { get; }

    public double TopFive { get; }

    public ConfusionMatrix Matrix { get; }

    public double ImagesPerSecond { get; }

    /// <summary>Runs all images.</summary>
    /// <exception cref="DataException">No image can be read.</exception>
    public static Evaluation Of(InferenceModel model, ImageSet images, int workers)
    {
        var network = model.Network;
        var (batch, classes) = (network.Options.MaxBatch, (int)network.OutputShape.ItemCount);
        using var loader = new BatchLoader(model.Device, batch, network.InputShape, readers: workers);
        var (labels, scores, milliseconds) = (new List<int>(), new float[(long)images.Count * classes], new List<double>());
        loader.Start(images, model.Transform.For(images.Shape), [.. Enumerable.Range(0, images.Count)], inputsOnly: true);
        var clock = Stopwatch.StartNew();
        for (int n; (n = loader.Next(network)) > 0;)
        {
            var start = Stopwatch.GetTimestamp();
            network.Predict(n, scores.AsSpan(labels.Count * classes, n * classes));
            // A last, shorter batch would not be compared with the others.
            if (n == batch || milliseconds.Count == 0) milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            foreach (var index in loader.Taken) labels.Add(images.Labels[index]);
        }
        if (labels.Count == 0) throw new DataException($"{images.Name}: none of its {images.Count} files can be read.");
        // The first pass compiles.
        if (milliseconds.Count > 1) milliseconds.RemoveAt(0);
        return new Evaluation(labels, scores[..(labels.Count * classes)], classes, milliseconds, clock.Elapsed.TotalSeconds);
    }

    /// <summary>The milliseconds that a share of the forward passes took at most.</summary>
    public double Latency(double share) => _milliseconds[(int)Math.Ceiling(share * _milliseconds.Length) - 1];
}
