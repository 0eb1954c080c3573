using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>The sizes that the kernels read.</summary>
internal readonly struct GroupShape(GroupSizes sizes)
{
    public readonly FastDivide Length = new(sizes.Length), Plane = new(sizes.Plane), Parameters = new(sizes.Parameters);

    /// <summary>The weight of an element of the batch.</summary>
    public int ParameterOf(int element)
    {
        int plane = Plane.Divide(element);
        return plane - Parameters.Divide(plane) * Parameters.Divisor;
    }
}

/// <summary>
/// Normalisation of groups. A group of items takes a group of elements: each item adds every Group.DimX-th in order, then the group reduces.
/// The variance is summed from deviations once the mean is known.
/// </summary>
internal static class GroupNormKernels
{
    public static void Forward(
        ArrayView<float> x, ArrayView<float> weights, ArrayView<float> bias, ArrayView<float> y, ArrayView<float> mean, ArrayView<float> inverse,
        GroupShape shape, float epsilon, int affine)
    {
        int length = shape.Length.Divisor, start = Grid.IdxX * length;
        float sum = 0, squares = 0;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            sum += x[start + i];
        float center = GroupExtensions.AllReduce<float, AddFloat>(sum) / length;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
        {
            float deviation = x[start + i] - center;
            squares += deviation * deviation;
        }
        float scale = 1 / XMath.Sqrt(GroupExtensions.AllReduce<float, AddFloat>(squares) / length + epsilon);
        for (int i = Group.IdxX; i < length; i += Group.DimX)
        {
            int element = start + i;
            float value = (x[element] - center) * scale;
            if (affine != 0)
            {
                int parameter = shape.ParameterOf(element);
                value = value * weights[parameter] + bias[parameter];
            }
            y[element] = value;
        }
        if (Group.IdxX == 0)
        {
            mean[Grid.IdxX] = center;
            inverse[Grid.IdxX] = scale;
        }
    }

    public static void BackwardData(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> weights, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> dx,
        GroupShape shape, int affine)
    {
        int length = shape.Length.Divisor, start = Grid.IdxX * length;
        float center = mean[Grid.IdxX], scale = inverse[Grid.IdxX], sum = 0, products = 0;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
        {
            float gradient = Weighted(start + i, dy, weights, shape, affine);
            sum += gradient;
            products += gradient * (x[start + i] - center);
        }
        float average = GroupExtensions.AllReduce<float, AddFloat>(sum) / length;
        float slope = GroupExtensions.AllReduce<float, AddFloat>(products) * scale / length;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
        {
            float normalized = (x[start + i] - center) * scale;
            dx[start + i] = scale * (Weighted(start + i, dy, weights, shape, affine) - average - normalized * slope);
        }
    }

    /// <summary>Where many elements share a weight: a group of items a weight, over its elements in the batch.</summary>
    public static void PlaneGradients(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> dw, ArrayView<float> db,
        GroupShape shape, int rows)
    {
        int plane = shape.Plane.Divisor, count = rows * plane;
        float sum = 0, products = 0;
        for (int position = Group.IdxX; position < count; position += Group.DimX)
        {
            int row = shape.Plane.Divide(position);
            int element = (row * shape.Parameters.Divisor + Grid.IdxX) * plane + position - row * plane, group = shape.Length.Divide(element);
            sum += dy[element];
            products += dy[element] * (x[element] - mean[group]) * inverse[group];
        }
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        products = GroupExtensions.AllReduce<float, AddFloat>(products);
        if (Group.IdxX == 0)
        {
            dw[Grid.IdxX] = products;
            db[Grid.IdxX] = sum;
        }
    }

    /// <summary>Where each element has its weight: an item a weight and a share of the rows of weights. partial: sums of dy, then those of products.</summary>
    public static void RowGradients(
        Index1D index, ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> inverse, ArrayView<float> partial,
        GroupShape shape, int rows, int share, int sums)
    {
        int split = shape.Parameters.Divide(index), parameter = index - split * shape.Parameters.Divisor;
        int end = IntrinsicMath.Min((split + 1) * share, rows);
        float sum = 0, products = 0;
        for (int row = split * share; row < end; row++)
        {
            int element = row * shape.Parameters.Divisor + parameter, group = shape.Length.Divide(element);
            sum += dy[element];
            products += dy[element] * (x[element] - mean[group]) * inverse[group];
        }
        partial[index] = sum;
        partial[sums + index] = products;
    }

    /// <summary>The shares of each weight, added in order.</summary>
    public static void AddShares(Index1D parameter, ArrayView<float> partial, ArrayView<float> dw, ArrayView<float> db, int parameters, int sums)
    {
        float sum = 0, products = 0;
        for (int at = parameter; at < sums; at += parameters)
        {
            sum += partial[at];
            products += partial[sums + at];
        }
        dw[parameter] = products;
        db[parameter] = sum;
    }

    private static float Weighted(int element, ArrayView<float> dy, ArrayView<float> weights, GroupShape shape, int affine)
    {
        float gradient = dy[element];
        if (affine != 0)
            gradient *= weights[shape.ParameterOf(element)];
        return gradient;
    }
}
