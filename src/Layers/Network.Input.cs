namespace ConvGpu;

public sealed partial class Network
{
    /// <summary>
    /// Where the input holds indices, as an <see cref="Embedding"/> takes them: one more than the largest. Null where it holds values.
    /// </summary>
    public int? IndexLimit => Shapes.IndexLimit;

    /// <summary>Copies a batch of inputs to the device; where the network takes indices, whole numbers become those.</summary>
    /// <param name="values">Whole items in CHW order, at most the largest batch.</param>
    /// <exception cref="ShapeException">
    /// The number of values is not that of 1 to <see cref="NetworkOptions.MaxBatch"/> items, or a value is no index where indices are taken.
    /// </exception>
    public void SetInput(ReadOnlySpan<float> values)
    {
        RequireLive();
        RequireItems(values.Length, InputShape.ItemCount, "input");
        if (IndexLimit is null)
        {
            Device.CopyToDevice(values, _tensors.Input.Memory.AsFloat());
            return;
        }
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != MathF.Truncate(values[i]) || float.IsInfinity(values[i])) throw NoIndex(i, values[i]);
            _indices[i] = (int)values[i];
        }
        SetIndices(_indices.AsSpan(0, values.Length));
    }

    /// <summary>Copies a batch of indices to the device, for a network whose first layer is an <see cref="Embedding"/>.</summary>
    /// <param name="indices">Whole items, at most the largest batch; each index from 0 to <see cref="IndexLimit"/> - 1.</param>
    /// <exception cref="ShapeException">The number of indices is not that of a batch, or one is out of range.</exception>
    /// <exception cref="InvalidOperationException">The network takes values.</exception>
    public void SetIndices(ReadOnlySpan<int> indices)
    {
        RequireLive();
        var limit = IndexLimit ?? throw new InvalidOperationException($"{Shapes.Graph.Name} takes values, not indices; use SetInput.");
        RequireItems(indices.Length, InputShape.ItemCount, "indices");
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)limit) throw NoIndex(i, indices[i]);
        }
        Device.CopyToDevice(indices, _tensors.Input.Memory.AsInt());
    }

    /// <summary>What makes the input of images of 8 bits.</summary>
    /// <param name="source">The images' channels, rows and columns; rows and columns are the input's.</param>
    /// <param name="operands">Those of <see cref="Kernels.PreparePixels"/> but the last.</param>
    internal Kernels.BoundOp BindPreparation(Shape source, ReadOnlySpan<Kernels.Operand> operands) => Kernels.OpTable.Bind(
        new Kernels.PreparePixels(source.C, InputShape.C, InputShape.H, InputShape.W), Device, [.. operands, _tensors.Input.Memory], Kernels.Operand.None, Options.MaxBatch);

    private ShapeException NoIndex(int position, float value) =>
        new($"Input {position} is {value}, but {Shapes.Graph.Name} takes indices: whole numbers from 0 to {IndexLimit - 1}.");
}
