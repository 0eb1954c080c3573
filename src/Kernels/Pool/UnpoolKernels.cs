using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>What undoes a max pooling: an item an element in the forward pass, an item a value in the backward pass.</summary>
internal static class UnpoolKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<int> winners, ArrayView<float> y, PoolShape shape)
    {
        int item = index;
        var windows = new CoveringWindows(item, shape);
        float value = 0;
        for (int i = 0; i < shape.CoverHeight; i++)
        {
            for (int j = 0; j < shape.CoverWidth; j++)
            {
                if (windows.Has(i, j))
                {
                    int window = windows.Position(i, j, shape);
                    if (winners[window] == windows.Element)
                        value = x[window];
                }
            }
        }
        y[item] = value;
    }

    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<int> winners, ArrayView<float> dx, PoolShape shape)
    {
        int item = index, element = winners[item];
        float gradient = 0;
        if (element >= 0)
        {
            int position = shape.OutPlane.Divide(item) * shape.InPlane.Divisor + element;
            var windows = new CoveringWindows(position, shape);
            gradient = dy[position];
            for (int i = 0; i < shape.CoverHeight; i++)
            {
                for (int j = 0; j < shape.CoverWidth; j++)
                {
                    if (windows.Has(i, j))
                    {
                        int window = windows.Position(i, j, shape);
                        if ((window > item) & (winners[window] == element))
                            gradient = 0;
                    }
                }
            }
        }
        dx[item] = gradient;
    }
}

internal sealed class MaxUnpool2DForwardLauncher : Launcher<MaxUnpool2DForward>
{
    protected override Action<int> Bind(MaxUnpool2DForward op, in Binding binding) =>
        MaxPool2DBackwardLauncher.Bind(binding, UnpoolKernels.Forward, op.Geometry, op.Geometry.InCount);
}

internal sealed class MaxUnpool2DBackwardLauncher : Launcher<MaxUnpool2DBackward>
{
    protected override Action<int> Bind(MaxUnpool2DBackward op, in Binding binding) =>
        MaxPool2DBackwardLauncher.Bind(binding, UnpoolKernels.Backward, op.Geometry, op.Geometry.OutCount);
}
