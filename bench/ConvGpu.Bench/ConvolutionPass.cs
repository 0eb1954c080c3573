using ConvGpu.Kernels;

namespace ConvGpu.Bench;

/// <summary>A pass of a convolution without bias, and how many elements its operands have.</summary>
/// <param name="Name">The pass.</param>
/// <param name="Op">Its op.</param>
/// <param name="Lengths">Elements of each operand.</param>
internal sealed record ConvolutionPass(string Name, Op Op, long[] Lengths)
{
    public const string Forward = "forward", BackwardData = "backward-data", BackwardWeights = "backward-weights";

    public static IEnumerable<ConvolutionPass> Of(Conv2DGeometry geometry, int batch)
    {
        long x = (long)batch * geometry.InCount, w = geometry.WeightCount, y = (long)batch * geometry.OutCount;
        yield return new(Forward, new Conv2DForward(geometry, Bias: false), [x, w, y]);
        yield return new(BackwardData, new Conv2DBackwardData(geometry), [y, w, x]);
        yield return new(BackwardWeights, new Conv2DBackwardWeights(geometry, Bias: false), [x, y, w]);
    }

    public static Op OpOf(string name, Conv2DGeometry geometry) => Of(geometry, 1).Single(pass => pass.Name == name).Op;
}
