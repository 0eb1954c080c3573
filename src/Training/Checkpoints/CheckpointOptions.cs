namespace ConvGpu;

/// <summary>Where and how often <see cref="Trainer.Fit"/> saves what <see cref="Trainer.Resume"/> goes on from.</summary>
public sealed record CheckpointOptions
{
    /// <summary>A folder of this run alone; it is made where it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>Saves after every so many training steps, at least 1; null for after epochs only.</summary>
    public int? EverySteps { get; init; }

    /// <summary>Saves after every so many epochs, at least 1; the last epoch is always saved.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>How many checkpoints are kept, at least 2: where the newest turns out damaged, the one before is used.</summary>
    public int Keep { get; init; } = 2;

    /// <summary>How the run was started; kept in the file for its reader.</summary>
    public string? CommandLine { get; init; }

    /// <summary>What a message tells the user to do to go on.</summary>
    public string HowToResume { get; init; } = "Trainer.Resume with the same model, data and options goes on from it";

    /// <summary>What must agree when training goes on, beside what the trainer knows: names and values.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Folder)) throw new CheckpointException("Checkpoints need a folder; CheckpointOptions.Folder "
            + "is empty.");
        if (EverySteps is < 1) throw new CheckpointException($"A checkpoint is saved after every 1 or more steps, not {EverySteps}.");
        if (EveryEpochs < 1) throw new CheckpointException($"A checkpoint is saved after every 1 or more epochs, not {EveryEpochs}.");
        if (Keep < 2) throw new CheckpointException($"At least 2 checkpoints are kept, not {Keep}: the last one is of no use where it is damaged.");
    }
}

/// <summary>Checkpoints that training cannot go on from, or a folder that they cannot be kept in.</summary>
public sealed class CheckpointException : ConvGpuException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="message">Which checkpoint or folder, what is wrong, and what to do.</param>
    /// <param name="innerException">The cause, where another failure is behind it.</param>
    public CheckpointException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
