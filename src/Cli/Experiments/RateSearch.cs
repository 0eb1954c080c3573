namespace ConvGpu.Cli;

/// <summary>
/// Looks for the learning rate with the best validation accuracy on a ladder of rates, two a factor of ten. It goes on until the
/// rates on both sides of the best one are no better, so that the best is never the last that was tried.
/// </summary>
internal sealed class RateSearch
{
    private static readonly float[] _ladder = [0.00001f, 0.00003f, 0.0001f, 0.0003f, 0.001f, 0.003f, 0.01f, 0.03f, 0.1f, 0.3f, 1, 3, 10];

    private readonly SortedDictionary<int, double[]> _runs = [];

    /// <summary>Searches.</summary>
    /// <param name="first">Where to start: one of the ladder.</param>
    /// <param name="reach">How many rates to try on either side in any case.</param>
    /// <param name="run">Trains with a rate; the numbers of the run.</param>
    /// <param name="validation">Which of the numbers is the validation accuracy.</param>
    public RateSearch(float first, int reach, Func<float, double[]> run, int validation)
    {
        var best = Array.IndexOf(_ladder, first);
        if (best < 0) throw new ArgumentOutOfRangeException(nameof(first), first, $"The rates are {string.Join(", ", _ladder)}.");
        double At(int rung) => (_runs.TryGetValue(rung, out var numbers) ? numbers : _runs[rung] = run(_ladder[rung]))[validation];
        int BestWithin(int distance) => Enumerable.Range(1, distance).SelectMany(d => (int[])[best - d, best + d])
            .Where(rung => rung >= 0 && rung < _ladder.Length).Aggregate(best, (a, b) => At(b) > At(a) ? b : a);
        for (int next = BestWithin(reach); next != best; next = BestWithin(1)) best = next;
        (Rate, Numbers) = (_ladder[best], _runs[best]);
    }

    /// <summary>The best rate.</summary>
    public float Rate { get; }

    /// <summary>The numbers of the run at the best rate.</summary>
    public double[] Numbers { get; }

    /// <summary>The rates that were tried, from the smallest.</summary>
    public IEnumerable<float> Tried => _runs.Keys.Select(rung => _ladder[rung]);
}
