namespace ILGPU.Runtime.Cuda;

/// <summary>The version of CUDA that a driver offers.</summary>
public readonly struct CudaDriverVersion : IEquatable<CudaDriverVersion>, IComparable<CudaDriverVersion>
{
    private const int MajorFactor = 1000;
    private const int MinorFactor = 10;

    private CudaDriverVersion(int value) => Value = value;

    /// <summary>The first number.</summary>
    public int Major => Value / MajorFactor;

    /// <summary>The second number.</summary>
    public int Minor => Value % MajorFactor / MinorFactor;

    /// <summary>Major * 1000 + minor * 10.</summary>
    public int Value { get; }

    /// <summary>The version of two numbers.</summary>
    public static CudaDriverVersion FromMajorMinor(int major, int minor) => new(major * MajorFactor + minor * MinorFactor);

    /// <summary>The version of a driver's own number: major * 1000 + minor * 10.</summary>
    public static CudaDriverVersion FromValue(int value) => new(value);

    /// <inheritdoc/>
    public bool Equals(CudaDriverVersion other) => Value == other.Value;

    /// <inheritdoc/>
    public int CompareTo(CudaDriverVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CudaDriverVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";

    /// <summary>Major * 1000 + minor * 10.</summary>
    public static implicit operator int(CudaDriverVersion version) => version.Value;

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(CudaDriverVersion first, CudaDriverVersion second) => first.Value == second.Value;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(CudaDriverVersion first, CudaDriverVersion second) => first.Value != second.Value;

    /// <summary>Whether the first is older.</summary>
    public static bool operator <(CudaDriverVersion first, CudaDriverVersion second) => first.Value < second.Value;

    /// <summary>Whether the first is not newer.</summary>
    public static bool operator <=(CudaDriverVersion first, CudaDriverVersion second) => first.Value <= second.Value;

    /// <summary>Whether the first is newer.</summary>
    public static bool operator >(CudaDriverVersion first, CudaDriverVersion second) => first.Value > second.Value;

    /// <summary>Whether the first is not older.</summary>
    public static bool operator >=(CudaDriverVersion first, CudaDriverVersion second) => first.Value >= second.Value;
}
