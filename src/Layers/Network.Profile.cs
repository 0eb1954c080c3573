using ConvGpu.Kernels;

namespace ConvGpu;

public sealed partial class Network
{
    /// <summary>How every op is computed that could be computed otherwise, in order.</summary>
    internal IEnumerable<string> AlgorithmsOf(bool training) =>
        OpsOf(training).Select(op => OpTable.AlgorithmOf(op, Device)).Where(name => name.Length > 0);

    /// <summary>What a training step, or the forward pass of <see cref="Predict"/>, computes, in order.</summary>
    internal IEnumerable<Op> OpsOf(bool training) => training ? (_training ?? throw NoLoss()).Ops : _inference.Ops.Take(_plan.ForwardOps);

    /// <summary>Whether training steps end with an exception at the first op that reads or writes NaN or infinity; slow.</summary>
    internal bool ChecksValues
    {
        set
        {
            foreach (var plan in new[] { _training, _update })
                if (plan is not null) plan.ChecksValues = value;
        }
    }

    /// <summary>Starts measuring every op of the training steps that follow, each on its own, so that steps take longer.</summary>
    /// <exception cref="InvalidOperationException">The network has no loss.</exception>
    public void StartProfile()
    {
        RequireLive();
        var plan = _training ?? throw NoLoss();
        plan.Profiler = new Profiler(Device, plan.Names);
    }

    /// <summary>Ends measuring.</summary>
    /// <returns>An entry for every op of a training step in the order they run.</returns>
    /// <exception cref="InvalidOperationException">Nothing was being measured.</exception>
    public IReadOnlyList<ProfileEntry> StopProfile()
    {
        RequireLive();
        var profiler = _training?.Profiler ?? throw new InvalidOperationException("StartProfile was not called.");
        _training.Profiler = null;
        return profiler.Entries();
    }
}
