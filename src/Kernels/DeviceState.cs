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

    /// <summary>Values in the state; those from 4 on are free.</summary>
    public const int Length = 8;

    /// <summary>Bytes of the state.</summary>
    public const int Bytes = Length * sizeof(int);
}
