namespace ConvGpu;

/// <summary>
/// Several observers as one; each is told what it asks for. Where the file of a log can no longer be written, such as on a full disk, that is
/// a warning to the others, and training goes on without that log.
/// </summary>
public sealed class TrainingObservers : ITrainingObserver
{
    private readonly List<ITrainingObserver> _observers;

    /// <summary>Joins observers.</summary>
    /// <param name="observers">The observers, told in this order.</param>
    public TrainingObservers(params IEnumerable<ITrainingObserver> observers) => _observers = [.. observers];

    /// <inheritdoc/>
    public bool WantsProgress => _observers.Any(o => o.WantsProgress);

    /// <summary>The largest number of steps that every observer's interval is a multiple of; 0 where none asks for steps.</summary>
    public int StepInterval => _observers.Select(o => o.StepInterval).Aggregate(0, Divisor);

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The file of a log cannot be written.</exception>
    public void Started(TrainingStart start)
    {
        foreach (var observer in _observers) observer.Started(start);
    }

    /// <inheritdoc/>
    public void Progressed(in TrainingProgress progress)
    {
        foreach (var observer in _observers)
            if (observer.WantsProgress) observer.Progressed(progress);
    }

    /// <inheritdoc/>
    public void StepEnded(in TrainingStep step)
    {
        var ended = step;
        Tell(observer =>
        {
            if (observer.StepInterval > 0 && ended.Step % observer.StepInterval == 0) observer.StepEnded(ended);
        });
    }

    /// <inheritdoc/>
    public void Warned(string message) => Tell(observer => observer.Warned(message));

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch) => Tell(observer => observer.EpochEnded(epoch));

    /// <inheritdoc/>
    public void Finished(TrainingResult result) => Tell(observer => observer.Finished(result));

    private void Tell(Action<ITrainingObserver> what)
    {
        List<string> failures = [];
        foreach (var observer in _observers.ToArray())
        {
            try
            {
                what(observer);
            }
            catch (FileFormatException e)
            {
                _observers.Remove(observer);
                failures.Add($"A log ends here: {e.Message}");
            }
        }
        foreach (var failure in failures) Warned(failure);
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
