using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>The memory of one operand of an op: a range of device bytes.</summary>
/// <param name="Bytes">The operand's bytes; float and int operands start at a multiple of 256 bytes of their slab.</param>
public readonly record struct Operand(ArrayView<byte> Bytes)
{
    /// <summary>No memory: an operand or workspace that is not needed.</summary>
    public static Operand None => default;

    /// <summary>The bytes as float32.</summary>
    public ArrayView<float> AsFloat() => Bytes.Cast<float>();

    /// <summary>The bytes as int32.</summary>
    public ArrayView<int> AsInt() => Bytes.Cast<int>();

    /// <summary>The bytes as elements of 16 bits.</summary>
    public ArrayView<ushort> AsUInt16() => Bytes.Cast<ushort>();

    /// <summary>The host address of the first byte; only on a device whose memory is the host's.</summary>
    public IntPtr HostAddress => Bytes.LoadEffectiveAddressAsPtr();

    /// <summary>Wraps a typed view.</summary>
    public static Operand Of<T>(ArrayView<T> view) where T : unmanaged => new(view.Cast<byte>());
}
