using System.Diagnostics;

namespace ConvGpu;

public sealed partial class Trainer
{
    /// <summary>The state of one call of <see cref="Fit"/> or <see cref="Resume"/>.</summary>
    private sealed partial class Run
    {
        private static readonly TimeSpan _progressInterval = TimeSpan.FromMilliseconds(100);

        private readonly Trainer _trainer;
        private readonly Network _network;
        private readonly ImageSet _train;
        private readonly ImageSet? _validation;
        private readonly int _epochs;
        private readonly BatchLoader _loader;
        private readonly AugmentedImages _augmented;
        private readonly Mixup? _mixup;
        private readonly int[] _order;
        private readonly long _batchesPerEpoch, _updatesPerEpoch;
        private readonly Schedule _schedule;
        private readonly ValidationProgress _progress;
        private readonly NetworkSnapshot? _best;
        private readonly List<EpochResult> _results = [];
        private readonly Stopwatch _clock = new();
        private TimeSpan _reported;
        private double _secondsBefore, _epochStart;
        private float _epochRate;
        private long _steps, _updates;
        private int _batches;
        private EpochResult? _unvalidated;
        private bool _asked;

        public Run(Trainer trainer, Network network, ImageSet train, ImageSet? validation, int epochs)
        {
            (_trainer, _network, _train, _validation, _epochs) = (trainer, network, train, validation, epochs);
            _loader = trainer._loader!;
            _augmented = new AugmentedImages(trainer.Augmentations, trainer.Seed);
            if (trainer.MixupAlpha > 0) _mixup = new Mixup(trainer.MixupAlpha, trainer.Seed);
            _order = new int[train.Count];
            _batchesPerEpoch = Parts(train.Count, network.Options.MaxBatch);
            _updatesPerEpoch = Parts(_batchesPerEpoch, network.Options.AccumulateSteps);
            _schedule = trainer.Schedule.Begin(_updatesPerEpoch);
            _progress = new ValidationProgress(trainer.EarlyStopping);
            if (trainer.KeepBest) _best = NetworkSnapshot.OfModel(network);
            if (trainer.LocateNonFinite) _start = new NetworkSnapshot(network, NetworkSnapshot.Everything(network));
        }

        public IReadOnlyList<EpochResult> Results => _results;

        public float FirstLoss { get; private set; } = float.NaN;

        public long Images { get; private set; }

        public double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

        /// <summary>Whether there is nothing left to train.</summary>
        public bool IsComplete => IsEnough || _results.Count == _epochs;

        public int? BestEpoch => _progress.BestEpoch;

        /// <summary>Why training ended before its last epoch; null where it did not.</summary>
        public string? StopReason => !IsEnough || _results.Count == _epochs ? null : _progress.IsOver
            ? $"ended after epoch {_results.Count} of {_epochs}: the validation {_progress.Standstill} since epoch {_progress.BestEpoch}"
            : $"ended after epoch {_results.Count} of {_epochs}, as asked";

        private bool IsEnough => _asked || _progress.IsOver;

        private float Rate => _trainer.Optimizer.LearningRate * (float)_schedule.Factor(_updates, _epochs * _updatesPerEpoch);

        private int EpochImages => (int)Math.Min((long)_batches * _network.Options.MaxBatch, _train.Count);

        /// <summary>Trains until everything is done or it is cancelled. Where a picture cannot be read, what was trained until then is saved.</summary>
        /// <exception cref="DataException">A picture cannot be read.</exception>
        public void Execute(CancellationToken cancellation)
        {
            try
            {
                Train(cancellation);
            }
            catch (DataException unread)
            {
                if (_steps > 0) SaveBeside(unread);
                throw;
            }
            finally
            {
                _trainer.TrainedSteps = _steps;
            }
        }

        /// <summary>Saves after a failure, which is told whatever becomes of that.</summary>
        private void SaveBeside(DataException unread)
        {
            try
            {
                Save();
            }
            catch (Exception failure)
            {
                throw new DataException($"{unread.Message} What was trained until then could not be saved as a checkpoint: {failure.Message}", unread);
            }
        }

        private void Train(CancellationToken cancellation)
        {
            while (!IsComplete)
            {
                if ((_unvalidated ?? Epoch(cancellation)) is not { } epoch) return;
                if (_validation is not null)
                {
                    _unvalidated = epoch;
                    if (_trainer.Measure(_validation, cancellation) is not { } score)
                    {
                        Save();
                        _results.Add(epoch);
                        _trainer.Observer?.EpochEnded(epoch);
                        return;
                    }
                    epoch = epoch with { Validation = score };
                }
                (_unvalidated, _batches) = (null, 0);
                if (Ended(epoch, cancellation)) _best?.Take();
                _trainer.Observer?.EpochEnded(epoch);
                if (IsComplete || _checkpoints?.IsDueAfterEpoch(_results.Count) == true) Save();
            }
            if (BestEpoch is not null) _best?.Restore();
        }

        private static long Parts(long count, long size) => (count + size - 1) / size;

        /// <summary>Tells everything that follows epochs how one went.</summary>
        /// <returns>Whether it is the best so far.</returns>
        private bool Ended(EpochResult epoch, CancellationToken cancellation)
        {
            _results.Add(epoch);
            _schedule.EpochEnded((epoch.Validation ?? epoch.Train).Loss);
            var isBest = _progress.Add(epoch);
            _asked = !cancellation.IsCancellationRequested && (_trainer.StopWhen?.Invoke(epoch) ?? false);
            return isBest;
        }

        /// <summary>Trains one epoch, or what is left of it; null when it was cancelled.</summary>
        private EpochResult? Epoch(CancellationToken cancellation)
        {
            var epoch = _results.Count + 1;
            _clock.Start();
            if (_batches == 0)
            {
                _network.ResetSums();
                (_epochStart, _epochRate) = (Seconds, Rate);
            }
            RememberStart();
            StartBatches(epoch);
            try
            {
                for (int n; !cancellation.IsCancellationRequested && (n = _loader.Next(_network)) > 0;)
                {
                    Step(n);
                    Report(epoch);
                    if (_checkpoints?.IsDueAfterStep(_steps) == true) Save();
                }
            }
            finally
            {
                _loader.End();
                _trainer.ReportFiles(_train);
            }
            if (_batches < _batchesPerEpoch) Save();
            // Gradients that the last batches left.
            _network.Update();
            _updates = epoch * _updatesPerEpoch;
            _network.Device.Synchronize();
            _clock.Stop();
            if (_batches < _batchesPerEpoch) return null;
            var (loss, correct) = _network.ReadSums();
            RequireFinite(loss, epoch, _epochRate);
            RequireFiniteParameters(epoch);
            var seconds = Seconds - _epochStart;
            return new EpochResult(
                epoch, _trainer.ScoreOf(_train.Count, loss, correct), null, _epochRate, seconds, _train.Count / Math.Max(seconds, 1e-9));
        }

        /// <summary>Starts preparing the batches of an epoch that are left; their order is that of the seed and the epoch.</summary>
        private void StartBatches(int epoch)
        {
            for (var i = 0; i < _order.Length; i++) _order[i] = i;
            new SeededRandom(_trainer.Seed, RandomStreams.Epochs + (uint)epoch).Shuffle(_order);
            _loader.Start(_train, _trainer._transform!, _batches == 0 ? _order : _order[EpochImages..], _augmented, epoch, _mixup);
        }

        private void Step(int n)
        {
            _network.LearningRate = Rate;
            _network.TrainStep(n);
            _steps++;
            if (++_batches % _network.Options.AccumulateSteps == 0) _updates++;
            Images += n;
        }

        private void Report(int epoch)
        {
            if (_steps == 1) FirstLoss = _network.ReadLoss();
            // Reading the loss waits for the device and copies: only for an observer that shows it.
            if (_trainer.Observer is not { } observer) return;
            if (observer.StepInterval is > 0 and var interval && _steps % interval == 0)
                observer.StepEnded(new TrainingStep(_steps, epoch, _network.ReadLoss(), _network.LearningRate));
            if (!observer.WantsProgress || _clock.Elapsed - _reported < _progressInterval) return;
            _reported = _clock.Elapsed;
            var loss = _network.ReadLoss();
            RequireFinite(loss, epoch, _network.LearningRate);
            var speed = Images / Math.Max(Seconds, 1e-9);
            var left = (long)_train.Count * _epochs - Images;
            observer.Progressed(new TrainingProgress(epoch, _epochs, EpochImages, _train.Count, loss, speed, TimeSpan.FromSeconds(left / speed)));
        }
    }
}
