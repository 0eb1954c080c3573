using System.Diagnostics;

namespace ConvGpu;

public sealed partial class Trainer
{
    /// <summary>The state of one call of <see cref="Fit"/>.</summary>
    private sealed class Run(Trainer trainer, Network network, ImageSet train, int epochs)
    {
        private static readonly TimeSpan _progressInterval = TimeSpan.FromMilliseconds(100);

        private readonly BatchLoader _loader = trainer._loader!;
        private readonly AugmentedImages _augmented = new(trainer.Augmentations, trainer.Seed);
        private readonly int[] _order = new int[train.Count];
        private readonly long _updatesPerEpoch = Parts(Parts(train.Count, network.Options.MaxBatch), network.Options.AccumulateSteps);
        private readonly Schedule _schedule = trainer.Schedule.Begin(Parts(Parts(train.Count, network.Options.MaxBatch), network.Options.AccumulateSteps));
        private readonly Stopwatch _clock = new();
        private TimeSpan _reported;
        private long _steps, _updates;

        public float FirstLoss { get; private set; } = float.NaN;

        public long Images { get; private set; }

        public double Seconds => _clock.Elapsed.TotalSeconds;

        private float Rate => trainer.Optimizer.LearningRate * (float)_schedule.Factor(_updates, epochs * _updatesPerEpoch);

        /// <summary>Tells the schedule how the epoch went.</summary>
        public void Ended(EpochResult epoch) => _schedule.EpochEnded((epoch.Validation ?? epoch.Train).Loss);

        /// <summary>Trains one epoch; null when it was cancelled.</summary>
        public EpochResult? Epoch(int epoch, CancellationToken cancellation)
        {
            var start = Seconds;
            _clock.Start();
            for (var i = 0; i < _order.Length; i++) _order[i] = i;
            new SeededRandom(trainer.Seed, RandomStreams.Epochs + (uint)epoch).Shuffle(_order);
            network.ResetSums();
            var rate = Rate;
            var (done, steps) = (0, 0);
            _loader.Start(train, trainer._transform!, _order, _augmented, epoch);
            try
            {
                for (int n; !cancellation.IsCancellationRequested && (n = _loader.Next(network)) > 0;)
                {
                    network.LearningRate = Rate;
                    network.TrainStep(n);
                    _steps++;
                    if (++steps % network.Options.AccumulateSteps == 0) _updates++;
                    done += n;
                    Images += n;
                    Report(epoch, done);
                }
            }
            finally
            {
                _loader.End();
            }
            // Gradients that the last batches left.
            network.Update();
            _updates = epoch * _updatesPerEpoch;
            network.Device.Synchronize();
            _clock.Stop();
            if (done < train.Count) return null;
            var (loss, correct) = network.ReadSums();
            RequireFinite(loss, epoch, rate);
            var seconds = Seconds - start;
            return new EpochResult(epoch, new Score(loss / done, correct / (double)done), null, rate, seconds, done / Math.Max(seconds, 1e-9));
        }

        private static long Parts(long count, long size) => (count + size - 1) / size;

        private static void RequireFinite(double loss, int epoch, float rate)
        {
            if (double.IsFinite(loss)) return;
            throw new ConvGpuException(FormattableString.Invariant(
                $"The loss became {loss} in epoch {epoch} at learning rate {rate:G4}: training has diverged; lower the learning rate (--lr)."));
        }

        private void Report(int epoch, int done)
        {
            if (_steps == 1) FirstLoss = network.ReadLoss();
            // Reading the loss waits for the device and copies: only for an observer that shows it.
            if (trainer.Observer is not { WantsProgress: true } observer || _clock.Elapsed - _reported < _progressInterval) return;
            _reported = _clock.Elapsed;
            var loss = network.ReadLoss();
            RequireFinite(loss, epoch, network.LearningRate);
            var speed = Images / Math.Max(Seconds, 1e-9);
            var left = (long)train.Count * epochs - Images;
            observer.Progressed(new TrainingProgress(epoch, epochs, done, train.Count, loss, speed, TimeSpan.FromSeconds(left / speed)));
        }
    }
}
