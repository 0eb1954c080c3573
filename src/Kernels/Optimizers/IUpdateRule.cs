using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What a rule reads of the device state.</summary>
internal readonly struct UpdateState(float rate, float factor, int updates, int items, int stepItems)
{
    public readonly float Rate = rate, Factor = factor;
    public readonly int Updates = updates, Items = items, StepItems = stepItems;

    public static UpdateState Read(ArrayView<int> state) => new(
        Interop.IntAsFloat((uint)state[DeviceState.LearningRate]), Interop.IntAsFloat((uint)state[DeviceState.Factor]),
        state[DeviceState.Updates], state[DeviceState.Items], state[DeviceState.StepItems]);

    public static unsafe UpdateState Read(int* state) => new(
        BitConverter.Int32BitsToSingle(state[DeviceState.LearningRate]), BitConverter.Int32BitsToSingle(state[DeviceState.Factor]),
        state[DeviceState.Updates], state[DeviceState.Items], state[DeviceState.StepItems]);
}

/// <summary>The numbers of a step that all elements share; each rule says what they are.</summary>
internal readonly struct UpdateStep(float rate, float scale = 1, float keep = 1)
{
    public readonly float Rate = rate, Scale = scale, Keep = keep;
}

/// <summary>The rule of a <see cref="ParameterUpdate"/>, over floats in the kernel and over vectors in the managed code.</summary>
internal interface IUpdateRule
{
    /// <summary>How many tensors are kept, at most 3.</summary>
    int Slots { get; }

    /// <summary>What all elements of a step share.</summary>
    UpdateStep At(UpdateState state);

    /// <summary>Changes an element, and what is kept of it from step to step, by its gradient.</summary>
    void Next<T>(ref T weight, ref T first, ref T second, ref T third, T gradient, UpdateStep step) where T : struct, ILane<T>;
}
