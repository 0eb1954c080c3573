using ILGPU.Runtime;

namespace ConvGpu;

public sealed partial class Trainer
{
    /// <content>Saving, and going on from what was saved.</content>
    private sealed partial class Run
    {
        private CheckpointFolder? _checkpoints;
        private RunSettings? _settings;

        /// <summary>Saves here from now on.</summary>
        public void KeepIn(CheckpointFolder checkpoints, RunSettings settings) => (_checkpoints, _settings) = (checkpoints, settings);

        /// <summary>Goes on where a checkpoint was written.</summary>
        /// <exception cref="CheckpointException">It is of another run; the message lists what differs.</exception>
        public void Restore(CheckpointFile file)
        {
            RequireEpochs(file);
            if (_settings!.DifferencesFrom(file.Settings, Epochs) is { Length: > 0 } differences)
            {
                throw new CheckpointException(
                    $"{file.Path} is of another run{(file.CommandLine is { } line ? $" ({line})" : "")}:{Environment.NewLine}{differences}{Environment.NewLine}"
                    + "Go on with the checkpoint's settings, or begin anew in another folder.");
            }
            if (!IsPositionOfThisRun(file.Position))
                throw new CheckpointException($"{file.Path} stands at {file.Position}, which is none of this run's {_epochs} epochs of {_batchesPerEpoch} batches: it is damaged.");
            file.Restore(_network, _best);
            foreach (var epoch in file.Position.Epochs) Ended(epoch, CancellationToken.None);
            Restore(file.Position);
        }

        private const string Epochs = RunSettings.Epochs;

        private void RequireEpochs(CheckpointFile file)
        {
            var (before, now) = (file.Settings[Epochs], _settings![Epochs]);
            var begun = file.Position.Epochs.Count + (file.Position.Batches > 0 ? 1 : 0);
            if (_epochs < begun)
            {
                throw new CheckpointException(
                    $"{file.Path} is of a run of {before} epochs that has {(file.Position.Batches > 0 ? "begun" : "done")} {begun}: "
                    + $"it cannot end after {now}; ask for {begun} epochs or more in all.");
            }
            if (before != now)
                _trainer.Observer?.Warned($"{file.Path} is of a run of {before} epochs; it goes on to {now}, and the learning rate from here on as in a run of {now}.");
        }

        // The counters follow from the epochs and batches that are done.
        private bool IsPositionOfThisRun(TrainingPosition position)
        {
            var (epochs, isWhole, accumulate) = (position.Epochs.Count, position.Unvalidated is not null, _network.Options.AccumulateSteps);
            return position.Batches <= _batchesPerEpoch && epochs <= _epochs && (epochs < _epochs || position.Batches == 0)
                && position.Steps == epochs * _batchesPerEpoch + position.Batches
                && position.Images == (long)epochs * _train.Count + Math.Min((long)position.Batches * _network.Options.MaxBatch, _train.Count)
                && position.Updates == (isWhole ? (epochs + 1) * _updatesPerEpoch : epochs * _updatesPerEpoch + position.Batches / accumulate)
                && position.StepsSinceUpdate == (isWhole ? 0 : position.Batches % accumulate)
                && (!isWhole || (_validation is not null && position.Batches == _batchesPerEpoch && position.Unvalidated!.Epoch == epochs + 1));
        }

        private TrainingPosition Position() => new(
            _batches, _steps, _updates, _network.StepsSinceUpdate, Images, Seconds, Seconds - _epochStart, _epochRate, FirstLoss, [.. _results], _unvalidated);

        private void Restore(TrainingPosition position)
        {
            (_batches, _steps, _updates, Images, FirstLoss) = (position.Batches, position.Steps, position.Updates, position.Images, position.FirstLoss);
            (_epochRate, _unvalidated) = (position.EpochRate, position.Unvalidated);
            _secondsBefore = position.Seconds - _clock.Elapsed.TotalSeconds;
            _epochStart = position.Seconds - position.EpochSeconds;
        }

        private void Save()
        {
            if (_checkpoints is null) return;
            var running = _clock.IsRunning;
            _clock.Stop();
            if (_steps > 0) RequireFinite(_network.ReadLoss(), _results.Count + 1, _network.LearningRate);
            _checkpoints.Save(_network, Position(), _settings!, _best);
            if (running) _clock.Start();
        }
    }

    /// <summary>Runs what uses the device; where the device is lost, the message says what is left.</summary>
    private void OnDevice(CheckpointFolder? checkpoints, Action run)
    {
        try
        {
            run();
        }
        catch (AcceleratorException e) when (CudaFacts.IsLost(_device.Accelerator))
        {
            throw new DeviceException($"{e.Message} {checkpoints?.Describe() ?? "No checkpoints were kept: see Trainer.Checkpoints (--checkpoint)."}", e);
        }
    }
}
