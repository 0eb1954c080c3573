namespace ConvGpu;

/// <summary>Several observers as one; each is told what it asks for.</summary>
public sealed class TrainingObservers : ITrainingObserver
{
    private readonly ITrainingObserver[] _observers;

    /// <summary>Joins observers.</summary>
    /// <param name="observers">The observers, told in this order.</param>
    public TrainingObservers(params IEnumerable<ITrainingObserver> observers) => _observers = [.. observers];

    /// <inheritdoc/>
    public bool WantsProgress => _observers.Any(o => o.WantsProgress);

    /// <summary>The largest number of steps that every observer's interval is a multiple of; 0 where none asks for steps.</summary>
    public int StepInterval => _observers.Select(o => o.StepInterval).Aggregate(0, Divisor);

    /// <inheritdoc/>
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
        foreach (var observer in _observers)
            if (observer.StepInterval > 0 && step.Step % observer.StepInterval == 0) observer.StepEnded(step);
    }

    /// <inheritdoc/>
    public void Warned(string message)
    {
        foreach (var observer in _observers) observer.Warned(message);
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochResult epoch)
    {
        foreach (var observer in _observers) observer.EpochEnded(epoch);
    }

    /// <inheritdoc/>
    public void Finished(TrainingResult result)
    {
        foreach (var observer in _observers) observer.Finished(result);
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
