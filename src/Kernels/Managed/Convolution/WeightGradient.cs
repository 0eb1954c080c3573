using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The gradient of a convolution's weights.</summary>
internal abstract unsafe class WeightGradient : ParallelJob
{
    /// <summary>
    /// Of most 1x1 convolutions dot products along the planes, which are read in place. Else with filters that fill the columns of a register tile
    /// a product of packed patches and gradients; with few filters dot products along the positions.
    /// </summary>
    public static WeightGradient Of(Conv2DGeometry geometry)
    {
        if (PointwiseWeightGradient.Serves(geometry)) return new PointwiseWeightGradient(geometry);
        int filters = geometry.GroupOutChannels, padded = MicroKernel.RoundUp(filters, MicroKernel.Columns);
        return padded * 3 <= filters * 4 ? new PatchWeightGradient(geometry) : new ConvolutionWeightGradient(geometry);
    }

    /// <summary>The workspace for batches of up to <paramref name="maxBatch"/> items.</summary>
    public abstract Workspace Workspace(int maxBatch);

    /// <summary>dw from x and dy.</summary>
    /// <param name="n">Batch items.</param>
    /// <param name="image">x.</param>
    /// <param name="gradient">dy.</param>
    /// <param name="weights">dw, overwritten.</param>
    /// <param name="memory">The workspace.</param>
    /// <param name="workers">How many workers it is for.</param>
    public abstract void Compute(int n, float* image, float* gradient, float* weights, byte* memory, int workers);
}
