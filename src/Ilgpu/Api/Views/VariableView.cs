namespace ILGPU;

/// <summary>A view of one element.</summary>
public readonly unsafe struct VariableView<T>
    where T : unmanaged
{
    /// <summary>Bytes of the element.</summary>
    public static readonly int VariableSize = sizeof(T);

    /// <summary>Makes a view of the first element of <paramref name="baseView"/>.</summary>
    public VariableView(ArrayView<T> baseView)
    {
        BaseView = baseView;
    }

    /// <summary>The element as an array of one.</summary>
    public ArrayView<T> BaseView { get; }

    /// <summary>Whether the view has a buffer.</summary>
    public bool IsValid => BaseView.IsValid;

    /// <summary>The element. In kernels, and on a host that owns the memory.</summary>
    public ref T Value => ref BaseView[0];

    /// <summary>Writes the value of this element to another. In kernels, and on a host that owns the memory.</summary>
    public void CopyTo(VariableView<T> targetView) => targetView.Value = Value;

    /// <summary>Writes the value of another element to this one. In kernels, and on a host that owns the memory.</summary>
    public void CopyFrom(VariableView<T> sourceView) => Value = sourceView.Value;

    /// <summary>A part of the element, <paramref name="offsetInBytes"/> bytes from its start.</summary>
    public VariableView<TOther> SubView<TOther>(int offsetInBytes) where TOther : unmanaged =>
        new(BaseView.Cast<byte>().SubView(offsetInBytes, sizeof(TOther)).Cast<TOther>());
}
