using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>Norms of whole tensors in two launches: a sum for every part of fixed length, then the sum of those. The order is fixed.</summary>
internal static class NormKernels
{
    /// <summary>Elements of a part.</summary>
    public const int PartLength = 1 << 14;

    public static void SquaresOfParts(ArrayView<float> x, ArrayView<float> parts, int length)
    {
        int start = Grid.IdxX * PartLength, end = IntrinsicMath.Min(start + PartLength, length);
        float sum = 0;
        for (int i = start + Group.IdxX; i < end; i += Group.DimX)
            sum += x[i] * x[i];
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            parts[Grid.IdxX] = sum;
    }

    public static void SumOfParts(ArrayView<float> parts, ArrayView<float> sums, int count, int position)
    {
        float sum = 0;
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            sum += parts[i];
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        if (Group.IdxX == 0)
            sums[position] = sum;
    }

    public static void ClipFactor(Index1D index, ArrayView<float> sums, ArrayView<int> state, int count, float limit)
    {
        float sum = 0;
        for (int i = 0; i < count; i++)
            sum += sums[i];
        state[DeviceState.Factor] = (int)Interop.FloatAsInt(Norms.ClipFactor(XMath.Sqrt(sum), limit));
    }

    public static void TrustRatio(Index1D index, ArrayView<float> sums, ArrayView<int> state, float coefficient, float weightDecay, float epsilon)
    {
        float ratio = Norms.TrustRatio(XMath.Sqrt(sums[0]), XMath.Sqrt(sums[1]), coefficient, weightDecay, epsilon);
        state[DeviceState.Factor] = (int)Interop.FloatAsInt(ratio);
    }
}

/// <summary>What the kernels and the managed code make of norms.</summary>
internal static class Norms
{
    // A norm that is no number gives a factor that is none, as in PyTorch.
    public static float ClipFactor(float norm, float limit)
    {
        float factor = limit / (norm + 1e-6f);
        return factor > 1f ? 1f : factor;
    }

    public static float TrustRatio(float weights, float gradient, float coefficient, float weightDecay, float epsilon) =>
        weights > 0f && gradient > 0f ? coefficient * weights / (gradient + weightDecay * weights + epsilon) : 1f;
}
