namespace ConvGpu;

/// <summary>Where arrays of images have their channels.</summary>
public enum ChannelOrder
{
    /// <summary>(N, C, H, W), as in PyTorch.</summary>
    First,

    /// <summary>(N, H, W, C), as in TensorFlow and Pillow.</summary>
    Last,
}
