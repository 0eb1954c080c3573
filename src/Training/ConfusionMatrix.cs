namespace ConvGpu;

/// <summary>How often each class was taken for each: rows are true classes, columns predictions.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    private ConfusionMatrix(int classes, int[] counts) => (Classes, _counts) = (classes, counts);

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Predictions in all.</summary>
    public int Count => _counts.Sum();

    /// <summary>The share of right predictions, 0 where there are none.</summary>
    public double Accuracy => Share(Enumerable.Range(0, Classes).Sum(c => this[c, c]), Count);

    /// <summary>The mean precision of the classes.</summary>
    public double MeanPrecision => Mean(Precision);

    /// <summary>The mean recall of the classes, which is the balanced accuracy where every class occurs.</summary>
    public double MeanRecall => Mean(Recall);

    /// <summary>The mean F1 of the classes (macro F1).</summary>
    public double MeanF1 => Mean(F1);

    /// <summary>How many items of a class were taken for another.</summary>
    /// <param name="label">The true class, from 0.</param>
    /// <param name="predicted">The predicted class, from 0.</param>
    public int this[int label, int predicted] => _counts[Checked(label) * Classes + Checked(predicted)];

    /// <summary>Counts predictions.</summary>
    /// <param name="labels">The true classes, from 0 to classes - 1.</param>
    /// <param name="predicted">The predicted classes, as many.</param>
    /// <param name="classes">How many classes there are, at least 1.</param>
    /// <exception cref="ShapeException">The numbers differ, or a class is out of range.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<int> labels, IReadOnlyList<int> predicted, int classes)
    {
        if (classes < 1) throw new ShapeException($"There is at least 1 class, not {classes}.");
        if (labels.Count != predicted.Count) throw new ShapeException($"There are {labels.Count} labels, but {predicted.Count} predictions.");
        var counts = new int[classes * classes];
        for (var i = 0; i < labels.Count; i++)
        {
            if ((uint)labels[i] >= (uint)classes || (uint)predicted[i] >= (uint)classes)
                throw new ShapeException($"Item {i} of class {labels[i]} was taken for {predicted[i]}, but there are {classes} classes, from 0.");
            counts[labels[i] * classes + predicted[i]]++;
        }
        return new ConfusionMatrix(classes, counts);
    }

    /// <summary>Of the items taken for a class, the share that is of it; 0 where there are none.</summary>
    /// <param name="label">The class, from 0.</param>
    public double Precision(int label) => Share(this[label, label], Enumerable.Range(0, Classes).Sum(c => this[c, label]));

    /// <summary>Of the items of a class, the share that was taken for it; 0 where there are none.</summary>
    /// <param name="label">The class, from 0.</param>
    public double Recall(int label) => Share(this[label, label], Enumerable.Range(0, Classes).Sum(c => this[label, c]));

    /// <summary>The harmonic mean of precision and recall; 0 where both are.</summary>
    /// <param name="label">The class, from 0.</param>
    public double F1(int label)
    {
        var (precision, recall) = (Precision(label), Recall(label));
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : part / (double)whole;

    private double Mean(Func<int, double> measure) => Enumerable.Range(0, Classes).Average(measure);

    private int Checked(int label) => (uint)label < (uint)Classes
        ? label
        : throw new ArgumentOutOfRangeException(nameof(label), label, $"Classes are from 0 to {Classes - 1}.");
}
