using System.Globalization;

namespace ConvGpu;

/// <summary>What a training run is about to do.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Device">Which device computes, who computes there and why.</param>
/// <param name="Parameters">Learned values in all.</param>
/// <param name="TrainImages">Images trained on in each epoch.</param>
/// <param name="ValidationImages">Images of the training set kept for validation.</param>
/// <param name="TestImages">Images of the test set.</param>
/// <param name="Preparation">What happens to an image before it goes in.</param>
/// <param name="MemoryPlan">The device memory that training takes.</param>
/// <param name="Epochs">Epochs to run.</param>
/// <param name="BatchSize">Images a step.</param>
/// <param name="AskedBatchSize">The images a step that were asked for: more than <paramref name="BatchSize"/> where there are
/// fewer.</param>
public sealed record TrainingStart(
    string Model, string Dataset, string Device, long Parameters, int TrainImages, int ValidationImages, int TestImages,
    string Preparation, string MemoryPlan, int Epochs, int BatchSize, int AskedBatchSize)
{
    /// <summary>Where training goes on from, in words; null where it was not resumed.</summary>
    public string? Resumed { get; init; }

    /// <summary>The epochs that were trained before it was resumed.</summary>
    public IReadOnlyList<EpochResult> Done { get; init; } = [];

    /// <summary>The batch in words, with a note where a larger one was asked for.</summary>
    internal string BatchText => AskedBatchSize == BatchSize
        ? string.Create(CultureInfo.InvariantCulture, $"{BatchSize:N0} images a step")
        : string.Create(CultureInfo.InvariantCulture, $"{BatchSize:N0} images a step instead of {AskedBatchSize:N0}: there are no more to train on");
}

/// <summary>Where a training run stands.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="EpochImages">Images trained in this epoch.</param>
/// <param name="EpochTotal">Images an epoch has.</param>
/// <param name="Loss">The mean loss of the last step.</param>
/// <param name="ImagesPerSecond">Images trained a second so far.</param>
/// <param name="Remaining">The time that training will still take at this rate.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int EpochImages, int EpochTotal, float Loss, double ImagesPerSecond, TimeSpan Remaining);

/// <summary>A training step.</summary>
/// <param name="Step">The step, from 1, over all epochs.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss of its batch.</param>
/// <param name="LearningRate">The learning rate.</param>
public readonly record struct TrainingStep(long Step, int Epoch, float Loss, float LearningRate);

/// <summary>Loss and accuracy over a set of images.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of images classified right, from 0 to 1; NaN where they have values, not classes.</param>
public readonly record struct Score(double Loss, double Accuracy)
{
    /// <summary>As a line has it.</summary>
    internal string Text => double.IsNaN(Accuracy)
        ? string.Create(CultureInfo.InvariantCulture, $"loss {Loss:F4}")
        : string.Create(CultureInfo.InvariantCulture, $"loss {Loss:F4}, accuracy {Accuracy:P2}");
}

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Train">Loss and accuracy of the training images while they were trained on.</param>
/// <param name="Validation">Loss and accuracy of the validation images after the epoch, or null without validation.</param>
/// <param name="LearningRate">The learning rate of the epoch's first step.</param>
/// <param name="Seconds">Seconds of training, without validation.</param>
/// <param name="ImagesPerSecond">Images trained a second.</param>
public sealed record EpochResult(int Epoch, Score Train, Score? Validation, float LearningRate, double Seconds, double ImagesPerSecond);

/// <summary>How a training run ended.</summary>
/// <param name="Epochs">The epochs that were completed.</param>
/// <param name="FirstLoss">The mean loss of the first step.</param>
/// <param name="Test">Loss and accuracy of the test images, read once at the end; null when training was stopped, or <see cref="TestProblem"/> says why.</param>
/// <param name="HardTest">The same of the second, harder test, where the data set has one.</param>
/// <param name="TrainSeconds">Seconds of training, without validation and test.</param>
/// <param name="ImagesPerSecond">Images trained a second.</param>
/// <param name="PeakDeviceBytes">The most device memory that was in use.</param>
/// <param name="BatchSize">Images a step; fewer than asked for where there are no more to train on.</param>
/// <param name="Stopped">Whether training was stopped before its last epoch or before the tests were read.</param>
public sealed record TrainingResult(
    IReadOnlyList<EpochResult> Epochs, float FirstLoss, Score? Test, Score? HardTest, double TrainSeconds, double ImagesPerSecond,
    long PeakDeviceBytes, int BatchSize, bool Stopped)
{
    /// <summary>The epoch with the least validation loss; null where nothing was validated.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Why training ended before its last epoch, in words, where it was not stopped from outside; null where it did not.</summary>
    public string? StopReason { get; init; }

    /// <summary>
    /// Which of the tests was not measured, and why, in words, such as a file that cannot be read; null where all were, or training was stopped.
    /// The score of the other is kept.
    /// </summary>
    public string? TestProblem { get; init; }

    /// <summary>The newest checkpoint; null where none was kept.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>How to go on where training was stopped, in words; null without a checkpoint.</summary>
    public string? HowToGoOn { get; init; }

    /// <summary>The mean loss over the last epoch.</summary>
    public double FinalLoss => Epochs.Count == 0 ? FirstLoss : Epochs[^1].Train.Loss;

    /// <summary>What was left out, in words; null where training ran to its end.</summary>
    /// <param name="epochs">The epochs that were asked for.</param>
    internal string? StoppedText(int epochs) => !Stopped ? null
        : $"stopped after {Epochs.Count} of {epochs} epochs; {(Test is null ? "the test set was not read" : "the hard test was not read")}{(HowToGoOn is null ? "" : $". {HowToGoOn}")}";
}

/// <summary>
/// Is told how training goes. What is not asked for may be left out; <see cref="TrainingObservers"/> makes one of several.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>
    /// Whether <see cref="Progressed"/> is called; true unless overridden. Each call reads the loss, which waits for the device.
    /// </summary>
    bool WantsProgress => true;

    /// <summary>
    /// <see cref="StepEnded"/> is called after every so many steps; 0, for never, unless overridden. Each call reads the loss.
    /// </summary>
    int StepInterval => 0;

    /// <summary>Before the first step.</summary>
    void Started(TrainingStart start);

    /// <summary>Now and then between steps, about ten times a second.</summary>
    void Progressed(in TrainingProgress progress);

    /// <summary>After every <see cref="StepInterval"/> steps.</summary>
    void StepEnded(in TrainingStep step)
    {
    }

    /// <summary>Something went wrong that training goes on after, such as a checkpoint for which there is no room.</summary>
    /// <param name="message">What it is and what was done about it.</param>
    void Warned(string message)
    {
    }

    /// <summary>After each epoch.</summary>
    void EpochEnded(EpochResult epoch);

    /// <summary>After the test, or when training was stopped.</summary>
    void Finished(TrainingResult result);
}
