using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>Convolutions of the models, with the batch they are timed at.</summary>
internal static class ConvolutionShapes
{
    public static readonly Dictionary<string, (int Batch, Conv2DGeometry Geometry)> All = new()
    {
        ["lenet5.conv2 b64"] = (64, new Conv2DGeometry(6, 14, 14, 16, Window2D.Square(5))),
        ["alexnet.conv1 b16"] = (16, new Conv2DGeometry(3, 224, 224, 64, Window2D.Square(11, stride: 4, padding: 2))),
        ["alexnet.conv2 b16"] = (16, new Conv2DGeometry(64, 27, 27, 192, Window2D.Square(5, padding: 2))),
        ["vgg.conv1_2 b4"] = (4, new Conv2DGeometry(64, 224, 224, 64, Window2D.Square(3, padding: 1))),
        ["vgg.conv3_2 b4"] = (4, new Conv2DGeometry(256, 56, 56, 256, Window2D.Square(3, padding: 1))),
        ["vgg.conv5_1 b4"] = (4, new Conv2DGeometry(512, 14, 14, 512, Window2D.Square(3, padding: 1))),
    };
}
