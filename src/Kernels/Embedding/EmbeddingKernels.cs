using ILGPU;

namespace ConvGpu.Kernels;

/// <summary>The sizes that the kernels read.</summary>
internal readonly struct EmbeddingShape(EmbeddingSizes sizes)
{
    public readonly FastDivide Dimensions = new(sizes.Dimensions), Length = new(sizes.Length);
    public readonly int Vocabulary = sizes.Vocabulary;
}

/// <summary>Embedding. The gradient follows, for each row of the table, the chain of the places that hold its index: no order is left to chance.</summary>
internal static class EmbeddingKernels
{
    /// <summary>An item an element of y.</summary>
    public static void Forward(Index1D index, ArrayView<int> indices, ArrayView<float> weights, ArrayView<float> y, EmbeddingShape shape)
    {
        int row = shape.Length.Divide(index), place = index - row * shape.Length.Divisor;
        int item = shape.Dimensions.Divide(row), dimension = row - item * shape.Dimensions.Divisor;
        int entry = indices[item * shape.Length.Divisor + place];
        float value = 0;
        if ((entry >= 0) & (entry < shape.Vocabulary))
            value = weights[entry * shape.Dimensions.Divisor + dimension];
        y[index] = value;
    }

    /// <summary>chains: for each row of the table the first place that holds its index, then for each place the next of the same index; -1 ends.</summary>
    public static void Chain(Index1D entry, ArrayView<int> indices, ArrayView<int> chains, int places, int vocabulary)
    {
        int link = entry;
        for (int place = 0; place < places; place++)
        {
            if (indices[place] == entry)
            {
                chains[link] = place;
                link = vocabulary + place;
            }
        }
        chains[link] = -1;
    }

    /// <summary>An item an element of dw.</summary>
    public static void Backward(Index1D index, ArrayView<float> dy, ArrayView<int> chains, ArrayView<float> dw, EmbeddingShape shape)
    {
        int entry = shape.Dimensions.Divide(index), dimension = index - entry * shape.Dimensions.Divisor;
        float sum = 0;
        int place = chains[entry];
        while (place >= 0)
        {
            int item = shape.Length.Divide(place);
            sum += dy[(item * shape.Dimensions.Divisor + dimension) * shape.Length.Divisor + place - item * shape.Length.Divisor];
            place = chains[shape.Vocabulary + place];
        }
        dw[index] = sum;
    }
}
