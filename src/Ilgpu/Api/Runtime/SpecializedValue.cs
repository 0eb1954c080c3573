namespace ILGPU.Runtime;

/// <summary>Makes specialised values.</summary>
public static class SpecializedValue
{
    /// <summary>A value that a kernel is compiled for.</summary>
    public static SpecializedValue<T> New<T>(T value) where T : unmanaged, IEquatable<T> => new(value);
}

/// <summary>
/// An argument that is a constant for the compiler. Each new value compiles the kernel once more, so use it for the configuration of
/// a kernel, not for sizes that vary.
/// </summary>
public struct SpecializedValue<T> : IEquatable<SpecializedValue<T>>
    where T : unmanaged, IEquatable<T>
{
    /// <summary>Makes an argument of a value.</summary>
    public SpecializedValue(T value)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public T Value { get; set; }

    /// <inheritdoc/>
    public readonly bool Equals(SpecializedValue<T> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is SpecializedValue<T> other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override readonly string ToString() => Value.ToString() ?? "";

    /// <summary>Whether the values are equal.</summary>
    public static bool operator ==(SpecializedValue<T> first, SpecializedValue<T> second) => first.Equals(second);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(SpecializedValue<T> first, SpecializedValue<T> second) => !first.Equals(second);

    /// <summary>The value.</summary>
    public static implicit operator T(SpecializedValue<T> value) => value.Value;
}
