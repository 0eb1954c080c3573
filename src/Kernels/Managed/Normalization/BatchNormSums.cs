namespace ConvGpu.Kernels.Managed;

/// <summary>Mean and inverse deviation of each channel, and the running statistics that follow them. Sums of planes are added up in double.</summary>
internal sealed unsafe class ChannelMomentsJob(ChannelSizes sizes, float momentum, float epsilon) : ChannelJob(sizes)
{
    public required float* X { get; init; }

    public required float* RunningMean { get; init; }

    public required float* RunningVariance { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    public override void Run(int chunk, int worker)
    {
        double total = (double)Batch * Sizes.Plane, sum = 0, squares = 0;
        for (var item = 0; item < Batch; item++) sum += VectorSum.Of(X + Plane(item, chunk), Sizes.Plane);
        var mean = (float)(sum / total);
        for (var item = 0; item < Batch; item++) squares += PlaneSums.Products(null, X + Plane(item, chunk), mean, Sizes.Plane);
        Mean[chunk] = mean;
        Inverse[chunk] = (float)(1 / Math.Sqrt(squares / total + epsilon));
        RunningMean[chunk] = (1 - momentum) * RunningMean[chunk] + momentum * mean;
        if (total > 1) RunningVariance[chunk] = (1 - momentum) * RunningVariance[chunk] + momentum * (float)(squares / (total - 1));
    }
}

/// <summary>dw = sum(dy (x - mean)) inverse and db = sum(dy) of each channel.</summary>
internal sealed unsafe class NormalizeWeightGradientJob(ChannelSizes sizes) : ChannelJob(sizes)
{
    public required float* X { get; init; }

    public required float* Dy { get; init; }

    public required float* Mean { get; init; }

    public required float* Inverse { get; init; }

    public required float* Dw { get; init; }

    public required float* Db { get; init; }

    public override void Run(int chunk, int worker)
    {
        double sum = 0, products = 0;
        for (var item = 0; item < Batch; item++)
        {
            var dy = Dy + Plane(item, chunk);
            sum += VectorSum.Of(dy, Sizes.Plane);
            products += PlaneSums.Products(dy, X + Plane(item, chunk), Mean[chunk], Sizes.Plane);
        }
        Db[chunk] = (float)sum;
        Dw[chunk] = (float)(products * Inverse[chunk]);
    }
}
