namespace ConvGpu;

/// <summary>What random numbers are drawn for; each use has its own stream of a seed, so that one never shifts another.</summary>
internal static class RandomStreams
{
    /// <summary>Splitting a data set into parts.</summary>
    public const uint Split = 1;

    /// <summary>Cutting validation images off the training set.</summary>
    public const uint Validation = 2;

    /// <summary>Changing training images at random.</summary>
    public const uint Augmentation = 3;

    /// <summary>First of the streams that initialise parameters, one a parameter.</summary>
    public const uint Parameters = 0x1000;

    /// <summary>First of the streams that initialise what layers keep beside parameters, one a buffer.</summary>
    public const uint Buffers = 0x80000;

    /// <summary>First of the streams that shuffle the training set, one an epoch.</summary>
    public const uint Epochs = 0x100000;
}
