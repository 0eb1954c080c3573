using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>A tensor of a plan: a handle that gets its memory when the plan is complete.</summary>
public sealed class PlanTensor
{
    internal PlanTensor(string name, Shape shape, long bytesPerItem, long fixedBytes)
    {
        (Name, Shape, BytesPerItem, FixedBytes) = (name, shape, bytesPerItem, fixedBytes);
    }

    /// <summary>The layer and what it is, such as <c>conv2d1.output</c>.</summary>
    public string Name { get; }

    /// <summary>The sizes; N is 1 for tensors that have one item per batch item.</summary>
    public Shape Shape { get; }

    /// <summary>The order of the elements in memory.</summary>
    public TensorLayout Layout => TensorLayout.Nchw;

    internal long BytesPerItem { get; }

    internal long FixedBytes { get; }

    /// <summary>The memory, once it is there.</summary>
    internal Operand Memory { get; set; }

    /// <summary>True for memory that outlives a run: parameters, state, inputs and sums.</summary>
    internal bool IsPersistent { get; init; }

    /// <summary>The elements are float32, not indices, counts or bits.</summary>
    internal bool HoldsFloats { get; private init; }

    internal long Bytes(int maxBatch) => FixedBytes + BytesPerItem * maxBatch;

    /// <summary>A tensor of the same sizes for the same values.</summary>
    internal PlanTensor Again() => new(Name + " again", Shape, BytesPerItem, FixedBytes) { HoldsFloats = HoldsFloats };

    internal static PlanTensor PerItem(string name, Shape item, bool persistent = false, bool floats = true) =>
        new(name, item, item.ItemCount * sizeof(float), 0) { IsPersistent = persistent, HoldsFloats = floats };

    internal static PlanTensor Whole(string name, Shape shape, bool persistent = false, bool floats = true) =>
        new(name, shape, 0, shape.Count * sizeof(float)) { IsPersistent = persistent, HoldsFloats = floats };
}
