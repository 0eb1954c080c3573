namespace ConvGpu;

public sealed partial class Network
{
    /// <summary>
    /// Goes on where a network of the same layers is, whatever its largest batch: parameters, buffers, what the optimiser keeps of each
    /// parameter, the step number and the learning rate.
    /// </summary>
    /// <exception cref="ArgumentException">The other network lacks one of this one's tensors.</exception>
    internal void TakeStateOf(Network other)
    {
        var theirs = other.Kept.ToDictionary(t => t.Name);
        foreach (var tensor in Kept)
        {
            if (!theirs.TryGetValue(tensor.Name, out var from))
                throw new ArgumentException($"There is no {tensor.Name} to take over; there are {string.Join(", ", theirs.Keys)}.", nameof(other));
            Write(tensor, other.Read(from, 1));
        }
        var state = new int[Kernels.DeviceState.Length];
        Device.CopyToHost(other._tensors.State.Memory.AsInt(), state.AsSpan());
        Device.CopyToDevice<int>(state, _tensors.State.Memory.AsInt());
        _learningRate = other._learningRate;
        _stepsSinceUpdate = other._stepsSinceUpdate;
    }

    private IEnumerable<PlanTensor> Kept => Parameters.Concat(Buffers).Concat(_tensors.Slots);
}
