using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// How the items of a group sit in vectors: item t (X fastest) is lane t % Lanes of vector t / Lanes. The last vector may be partial.
/// </summary>
internal sealed class LaneGeometry
{
    public LaneGeometry((int X, int Y, int Z) group, int lanes)
    {
        if (group.X < 1 || group.Y < 1 || group.Z < 1)
            throw new ArgumentException($"A group of {group.X}x{group.Y}x{group.Z} items cannot be compiled: every dimension needs at least 1.");
        Group = group;
        Lanes = lanes;
        Items = group.X * group.Y * group.Z;
        Vectors = (Items + lanes - 1) / lanes;
        Indices = [Describe(0), Describe(1), Describe(2)];
    }

    public (int X, int Y, int Z) Group { get; }
    public int Lanes { get; }
    public int Items { get; }
    public int Vectors { get; }
    public bool HasPartialVector => Items % Lanes != 0;

    /// <summary>Shape of the item's index in dimension 0..2.</summary>
    public LaneShape[] Indices { get; }

    /// <summary>The level of a value that is the same in all lanes of a vector but differs between vectors.</summary>
    public Uniformity VectorLevel => Vectors == 1 ? Uniformity.Group : Uniformity.Vector;

    public int Extent(int dimension) => dimension switch { 0 => Group.X, 1 => Group.Y, _ => Group.Z };

    /// <summary>Items between two steps of this dimension.</summary>
    public int Pitch(int dimension) => dimension switch { 0 => 1, 1 => Group.X, _ => Group.X * Group.Y };

    /// <summary>The index in one dimension of linear item <paramref name="item"/>.</summary>
    public int IndexOf(int item, int dimension) => item / Pitch(dimension) % Extent(dimension);

    private LaneShape Describe(int dimension)
    {
        long? stride = Lanes == 1 || Items == 1 ? 0 : IndexOf(1, dimension) - IndexOf(0, dimension);
        bool same = true;
        for (int item = 0; item < Items; item++)
        {
            int first = item / Lanes * Lanes;
            if (IndexOf(item, dimension) != IndexOf(first, dimension) + stride * (item - first))
                return LaneShape.Varying;
            same &= IndexOf(first, dimension) == 0;
        }
        return stride == 0 ? LaneShape.Uniform(same ? Uniformity.Group : VectorLevel) : LaneShape.Linear(stride!.Value, exact: true);
    }
}
