using System.Runtime.InteropServices;

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
        if (_tensors.LossScale is { } scale && other._tensors.LossScale is { } theirScale)
        {
            Device.CopyToHost(theirScale.Memory.AsInt(), state.AsSpan(0, Kernels.LossScale.Length));
            Device.CopyToDevice<int>(state.AsSpan(0, Kernels.LossScale.Length), scale.Memory.AsInt());
        }
        _learningRate = other._learningRate;
        _stepsSinceUpdate = other._stepsSinceUpdate;
    }

    /// <summary>What the optimiser keeps of each parameter, averages, and gradients that are being added up.</summary>
    internal IEnumerable<PlanTensor> Slots => _tensors.Slots;

    /// <summary>What training goes on from beside <see cref="Parameters"/>, <see cref="Buffers"/> and <see cref="Slots"/>: counters, seed, sums.</summary>
    internal IEnumerable<PlanTensor> Counters => new[] { _tensors.State, _tensors.LossScale, _tensors.LossSums, _tensors.Correct }.OfType<PlanTensor>();

    /// <summary>How many steps have added their gradients since the last update.</summary>
    internal int StepsSinceUpdate
    {
        get => _stepsSinceUpdate;
        set => _stepsSinceUpdate = value;
    }

    /// <summary>The bytes of a tensor that is kept.</summary>
    internal int StateBytes(PlanTensor tensor) => checked((int)tensor.Bytes(Options.MaxBatch));

    /// <summary>Copies a tensor that is kept to the host, bit by bit.</summary>
    internal void ReadState(PlanTensor tensor, Span<byte> destination)
    {
        RequireLive();
        Device.CopyToHost(tensor.Memory.AsFloat(), MemoryMarshal.Cast<byte, float>(destination[..StateBytes(tensor)]));
    }

    /// <summary>Sets a tensor that is kept, bit by bit.</summary>
    internal void WriteState(PlanTensor tensor, ReadOnlySpan<byte> source)
    {
        RequireLive();
        Device.CopyToDevice(MemoryMarshal.Cast<byte, float>(source[..StateBytes(tensor)]), tensor.Memory.AsFloat());
        if (tensor == _tensors.State) _learningRate = MemoryMarshal.Cast<byte, float>(source)[Kernels.DeviceState.LearningRate];
    }

    private IEnumerable<PlanTensor> Kept => Parameters.Concat(Buffers).Concat(_tensors.Slots);
}
