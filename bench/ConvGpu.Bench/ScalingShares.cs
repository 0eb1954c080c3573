using ConvGpu.Threading;

namespace ConvGpu.Bench;

/// <summary>What a second thread and a larger batch are worth on `cpu`.</summary>
internal static class ScalingShares
{
    public static void Run()
    {
        Threads();
        Batches("resnet18", _ => true, "a step");
        // The weights of dense layers and their update are read and written once a step, whatever the batch.
        Batches("alexnet", entry => !entry.Layer.StartsWith("dense", StringComparison.Ordinal) && entry.Name != "sgd", "a step without dense layers and updates");
    }

    private static void Threads()
    {
        var all = WorkerPool.ThreadCount;
        using var run = new TrainingRun("alexnet", "cpu", 16);
        Turns.Warm(TrainingRun.WarmSeconds, run.Step);
        var (share, rate) = Turns.Measure(run.Batch / 1e9, () => With(all), () => Turns.Rate(run.Batch / 1e9, () => With(1)));
        Console.WriteLine(new Share($"training alexnet b16 with {all} threads", "one thread's", 0.9 * all, share, rate));

        void With(int threads)
        {
            WorkerPool.ThreadCount = threads;
            run.Step();
            WorkerPool.ThreadCount = all;
        }
    }

    private static void Batches(string model, Func<ProfileEntry, bool> belongs, string what)
    {
        using TrainingRun small = new(model, "cpu", 8), large = new(model, "cpu", 128);
        var shares = new List<double>();
        for (var turn = 0; turn < 6; turn++)
        {
            var before = Enumerable.Range(0, 8).Average(_ => small.SecondsOf(belongs));
            var inLarge = large.SecondsOf(belongs) / large.Batch;
            // The first turn is .NET's compiler's.
            if (turn > 0) shares.Add(before / small.Batch / inLarge);
        }
        shares.Sort();
        Console.WriteLine(new Share($"training {model}, images a second of {what} at batch 128", "batch 8's", 0.85, shares[shares.Count / 2], 0));
    }
}
