namespace ILGPU.Runtime.Cuda;

/// <summary>A compute capability.</summary>
public readonly struct CudaArchitecture : IEquatable<CudaArchitecture>, IComparable<CudaArchitecture>
{
    /// <summary>Volta.</summary>
    public static readonly CudaArchitecture SM_70 = new(7, 0);

    /// <summary>Xavier.</summary>
    public static readonly CudaArchitecture SM_72 = new(7, 2);

    /// <summary>Turing.</summary>
    public static readonly CudaArchitecture SM_75 = new(7, 5);

    /// <summary>Ampere, A100.</summary>
    public static readonly CudaArchitecture SM_80 = new(8, 0);

    /// <summary>Ampere, RTX 30.</summary>
    public static readonly CudaArchitecture SM_86 = new(8, 6);

    /// <summary>Orin.</summary>
    public static readonly CudaArchitecture SM_87 = new(8, 7);

    /// <summary>Ada.</summary>
    public static readonly CudaArchitecture SM_89 = new(8, 9);

    /// <summary>Hopper.</summary>
    public static readonly CudaArchitecture SM_90 = new(9, 0);

    /// <summary>Blackwell, B200.</summary>
    public static readonly CudaArchitecture SM_100 = new(10, 0);

    /// <summary>Thor.</summary>
    public static readonly CudaArchitecture SM_101 = new(10, 1);

    /// <summary>Blackwell, B300.</summary>
    public static readonly CudaArchitecture SM_103 = new(10, 3);

    /// <summary>Blackwell, RTX 50.</summary>
    public static readonly CudaArchitecture SM_120 = new(12, 0);

    /// <summary>Blackwell, GB10.</summary>
    public static readonly CudaArchitecture SM_121 = new(12, 1);

    /// <summary>The compute capability of two numbers.</summary>
    public CudaArchitecture(int major, int minor) => (Major, Minor) = (major, minor);

    /// <summary>The first number.</summary>
    public int Major { get; }

    /// <summary>The second number.</summary>
    public int Minor { get; }

    /// <inheritdoc/>
    public bool Equals(CudaArchitecture other) => this == other;

    /// <inheritdoc/>
    public int CompareTo(CudaArchitecture other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CudaArchitecture other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Major, Minor);

    /// <inheritdoc/>
    public override string ToString() => $"SM_{Major}{Minor}";

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) == 0;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) != 0;

    /// <summary>Whether the first is older.</summary>
    public static bool operator <(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) < 0;

    /// <summary>Whether the first is not newer.</summary>
    public static bool operator <=(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) <= 0;

    /// <summary>Whether the first is newer.</summary>
    public static bool operator >(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) > 0;

    /// <summary>Whether the first is not older.</summary>
    public static bool operator >=(CudaArchitecture first, CudaArchitecture second) => first.CompareTo(second) >= 0;
}
