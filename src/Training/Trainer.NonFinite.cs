namespace ConvGpu;

public sealed partial class Trainer
{
    /// <content>What to say of a loss that is no number any more.</content>
    private sealed partial class Run
    {
        private readonly NetworkSnapshot? _start;
        private TrainingPosition? _startPosition;

        private void RememberStart()
        {
            if (_start is null) return;
            _start.Take();
            _startPosition = Position();
        }

        private void RequireFinite(double loss, int epoch, float rate)
        {
            if (double.IsFinite(loss)) return;
            var where = _start is null ? "or find the layer where it began with Trainer.LocateNonFinite (--locate-nan)" : Locate(epoch);
            throw new ConvGpuException(FormattableString.Invariant(
                $"The loss became {loss} in epoch {epoch} at learning rate {rate:G4}: training has diverged; lower the learning rate (--lr), {where}."));
        }

        /// <summary>The last update of an epoch may be the one that overflows, which no loss of the epoch shows.</summary>
        private void RequireFiniteParameters(int epoch)
        {
            if (_start is null) return;
            foreach (var name in _network.ParameterNames)
                foreach (var value in _network.ReadParameter(name))
                    if (!float.IsFinite(value)) RequireFinite(value, epoch, _network.LearningRate);
        }

        /// <summary>
        /// Trains the epoch again from its start, which gives the same bits: first to find the step, then with every op's operands searched
        /// from the update before it on, whose gradients may have been the first to overflow.
        /// </summary>
        private string Locate(int epoch)
        {
            _loader.End();
            var last = Replay(epoch, long.MaxValue, stopAtLoss: true);
            try
            {
                Replay(epoch, last - 1 - _network.Options.AccumulateSteps, stopAtLoss: false);
            }
            catch (NonFiniteException e)
            {
                return FormattableString.Invariant($"and see {e.Layer}, where it began at step {_steps + 1} (batch {_batches + 1} of epoch {epoch}): {e.Message.TrimEnd('.')}");
            }
            return "where it began was not seen again";
        }

        /// <summary>Trains from the start of the epoch.</summary>
        /// <param name="epoch">The epoch.</param>
        /// <param name="sound">The step up to which nothing is searched.</param>
        /// <param name="stopAtLoss">Whether to end at a loss that is not finite.</param>
        /// <returns>The last step.</returns>
        private long Replay(int epoch, long sound, bool stopAtLoss)
        {
            _start!.Restore();
            Restore(_startPosition!);
            StartBatches(epoch);
            try
            {
                for (int n; (n = _loader.Next(_network)) > 0;)
                {
                    if (_steps >= sound) _network.ChecksValues = true;
                    Step(n);
                    if (stopAtLoss && !float.IsFinite(_network.ReadLoss())) break;
                }
                _network.Update();
                return _steps;
            }
            finally
            {
                _loader.End();
                _network.ChecksValues = false;
            }
        }
    }
}
