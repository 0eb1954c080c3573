namespace ConvGpu;

/// <summary>What parameters are called in a file of weights.</summary>
public enum WeightNames
{
    /// <summary>As <see cref="Network.ParameterNames"/> and <see cref="Network.BufferNames"/> say, such as <c>conv2d1.weight</c>.</summary>
    Own,

    /// <summary>
    /// As in torchvision's state dictionaries, such as <c>features.0.weight</c>: AlexNet, VGG, SqueezeNet 1.1, ResNet, MobileNet V2 and GoogLeNet.
    /// </summary>
    Torchvision,
}
