namespace ConvGpu.Kernels;

/// <summary>
/// The small state of a plan that kernels read on the device, so that a recorded step can be replayed:
/// <see cref="Length"/> int32 values at the positions below.
/// </summary>
public static class DeviceState
{
    /// <summary>Position of the step counter (int32, from 0).</summary>
    public const int Step = 0;

    /// <summary>Position of the low 32 bits of the seed.</summary>
    public const int SeedLow = 1;

    /// <summary>Position of the high 32 bits of the seed.</summary>
    public const int SeedHigh = 2;

    /// <summary>Position of the learning rate: the bits of a float32.</summary>
    public const int LearningRate = 3;

    /// <summary>Position of the number of updates of the parameters (int32, from 0); less than the steps where gradients of several are added.</summary>
    public const int Updates = 4;

    /// <summary>Position of the factor (the bits of a float32) that <see cref="ClipFactor"/> or <see cref="TrustRatio"/> computed last.</summary>
    public const int Factor = 5;

    /// <summary>Position of the number of items whose gradients were added since the last update; <see cref="Skipped"/> while an update is left out.</summary>
    public const int Items = 6;

    /// <summary>In place of the items: a <see cref="ParameterUpdate"/> changes nothing, until <see cref="AdvanceState"/> ends the update.</summary>
    public const int Skipped = -1;

    /// <summary>Position of the number of items of the step whose gradients are being added.</summary>
    public const int StepItems = 7;

    /// <summary>Values in the state.</summary>
    public const int Length = 8;

    /// <summary>Bytes of the state.</summary>
    public const int Bytes = Length * sizeof(int);
}
