namespace ConvGpu;

/// <content>Measuring and predicting. All images come from the loader, so that one rule holds for files that cannot be read.</content>
public sealed partial class Trainer
{
    /// <summary>Measures loss and accuracy without training.</summary>
    /// <param name="images">Images with as many channels as those trained on, of any size: they are resized to the model's input.</param>
    /// <param name="cancellation">Gives up after the current batch.</param>
    /// <exception cref="InvalidOperationException">Nothing was trained yet, or the loss does not compare with what the images have.</exception>
    /// <exception cref="ShapeException">The images have other channels, or other values or more classes than the model puts out.</exception>
    /// <exception cref="DataException">A picture cannot be read, and the data set says that this is a failure; or none can.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public Score Evaluate(ImageSet images, CancellationToken cancellation = default)
    {
        RequireTargets(images, Trained().Network.OutputShape);
        return Measure(images, cancellation) ?? throw new OperationCanceledException(cancellation);
    }

    /// <summary>Classifies images.</summary>
    /// <param name="images">Images with as many channels as those trained on, of any size; their labels are not read.</param>
    /// <returns>The most likely class of each image; -1 for pictures that cannot be read and are left out (<see cref="CorruptFiles.Skip"/>).</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    /// <exception cref="ShapeException">The images have other channels.</exception>
    /// <exception cref="DataException">A picture cannot be read, and the data set says that this is a failure; or none can.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public int[] Predict(ImageSet images)
    {
        var (scores, isRead) = ReadScores(images);
        var predicted = new int[images.Count];
        var classes = scores.Length / predicted.Length;
        for (var i = 0; i < predicted.Length; i++)
        {
            if (!isRead[i])
            {
                predicted[i] = -1;
                continue;
            }
            var own = scores.AsSpan(i * classes, classes);
            for (var c = 1; c < classes; c++)
                if (own[c] > own[predicted[i]]) predicted[i] = c;
        }
        return predicted;
    }

    /// <summary>What the model puts out for images: a score a class, for <see cref="Metrics.TopK"/> and the like.</summary>
    /// <param name="images">Images with as many channels as those trained on, of any size; their labels are not read.</param>
    /// <returns>The scores, image by image; NaN for pictures that cannot be read and are left out (<see cref="CorruptFiles.Skip"/>).</returns>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    /// <exception cref="ShapeException">The images have other channels.</exception>
    /// <exception cref="DataException">A picture cannot be read, and the data set says that this is a failure; or none can.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public float[] Scores(ImageSet images) => ReadScores(images).Scores;

    /// <summary>What the model puts out for images, and which of them could be read; NaN for the others.</summary>
    internal (float[] Scores, bool[] IsRead) ReadScores(ImageSet images)
    {
        var (network, transform, loader) = Trained();
        var classes = (int)network.OutputShape.ItemCount;
        var (scores, ofBatch, isRead) = (new float[(long)images.Count * classes], new float[network.Options.MaxBatch * classes], new bool[images.Count]);
        Array.Fill(scores, float.NaN);
        loader.Start(images, transform.For(images.Shape), [.. Enumerable.Range(0, images.Count)], inputsOnly: true);
        try
        {
            for (int n; (n = loader.Next(network)) > 0;)
            {
                network.Predict(n, ofBatch.AsSpan(0, n * classes));
                for (var i = 0; i < n; i++)
                {
                    ofBatch.AsSpan(i * classes, classes).CopyTo(scores.AsSpan(loader.Taken[i] * classes));
                    isRead[loader.Taken[i]] = true;
                }
            }
        }
        finally
        {
            loader.End();
            ReportFiles(images);
        }
        return isRead.Contains(true) ? (scores, isRead) : throw NoneRead(images);
    }

    /// <summary>Loss and accuracy of a test, or why they were not measured; neither when cancelled. What was trained is not lost through a file of the test.</summary>
    private (Score? Score, string? Problem) MeasureTest(ImageSet images, string name, CancellationToken cancellation)
    {
        try
        {
            return (Measure(images, cancellation), null);
        }
        catch (DataException e)
        {
            var problem = $"the {name} was not measured: {e.Message}";
            Observer?.Warned(problem);
            return (null, problem);
        }
    }

    /// <summary>Loss and accuracy; null when cancelled.</summary>
    private Score? Measure(ImageSet images, CancellationToken cancellation)
    {
        var (network, transform, loader) = Trained();
        var count = 0;
        network.ResetSums();
        loader.Start(images, transform.For(images.Shape), [.. Enumerable.Range(0, images.Count)]);
        try
        {
            for (int n; (n = loader.Next(network)) > 0; count += n)
            {
                if (cancellation.IsCancellationRequested) return null;
                network.EvaluateStep(n);
            }
        }
        finally
        {
            loader.End();
            ReportFiles(images);
        }
        var (loss, correct) = network.ReadSums();
        return count > 0 ? ScoreOf(count, loss, correct) : throw NoneRead(images);
    }

    /// <summary>Names files that were left out.</summary>
    private void ReportFiles(ImageSet images)
    {
        if (images.Files?.TakeReport() is { } report) Observer?.Warned(report);
    }

    /// <summary>Sums over images as means.</summary>
    private Score ScoreOf(int count, double loss, int correct) => new(loss / count, _network!.CountsCorrect ? correct / (double)count : double.NaN);

    private static DataException NoneRead(ImageSet images) => new($"{images.Name}: none of its {images.Count} files can be read.");
}
