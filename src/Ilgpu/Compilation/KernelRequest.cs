using System.Collections.Immutable;
using System.Reflection;
using ILGPU.Runtime;

namespace ConvGpu.Ilgpu.Compilation;

/// <summary>How a kernel gets its index: from Group and Grid itself, or as a first parameter that counts the items of an extent.</summary>
internal enum KernelIndexing { Explicit, Implicit1D, Implicit2D, Implicit3D }

/// <summary>
/// What is compiled: a static method with all its generic arguments closed, and the values that are fixed at compile time.
/// Two equal requests give the same code, so a request is the key of a kernel cache.
/// </summary>
internal sealed record KernelRequest(MethodInfo Method, KernelIndexing Indexing)
{
    /// <summary>One entry per method parameter: the boxed value of a SpecializedValue, or null. Empty when there are none.</summary>
    public ImmutableArray<object?> Specialized { get; init; } = [];

    /// <summary>Items of a group when the backend wants them as constants; (0, 0, 0) leaves them open.</summary>
    public (int X, int Y, int Z) GroupDimension { get; init; }

    /// <summary>Launch bounds that the backend may rely on.</summary>
    public KernelSpecialization Bounds { get; init; }

    /// <summary>Contract a*b+c into one rounding. On by default; conformance tests switch it off to compare bits.</summary>
    public bool Contract { get; init; } = true;

    /// <summary>Emit bounds checks as Assert (CONVGPU_VALIDATE=1).</summary>
    public bool Validate { get; init; }

    /// <summary>Compute elementary functions and float remainders by the C# of the library, for devices without exact ones.</summary>
    public bool ExpandMath { get; init; }

    /// <summary>CudaAsm.IsSupported: the kernel is compiled to PTX.</summary>
    public bool InlinePtx { get; init; }

    public bool Equals(KernelRequest? other) =>
        other is not null && Method == other.Method && Indexing == other.Indexing && GroupDimension == other.GroupDimension && Bounds == other.Bounds
        && Contract == other.Contract && Validate == other.Validate && ExpandMath == other.ExpandMath && InlinePtx == other.InlinePtx && Specialized.SequenceEqual(other.Specialized);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Method);
        hash.Add(Indexing);
        hash.Add(GroupDimension);
        hash.Add(Bounds);
        foreach (object? value in Specialized)
            hash.Add(value);
        return hash.ToHashCode();
    }
}
