using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Turns values that are known at compile time (specialised arguments, static readonly fields) into constants.</summary>
internal static class ConstantBytes
{
    /// <summary>The bytes of a boxed unmanaged value in .NET's layout. A view is only known when it is empty: zeros.</summary>
    public static byte[] Of(object boxed, Type type)
    {
        var layout = TypeLayout.Of(type);
        int size = ManagedLayout.SizeOf(type);
        if (layout.HasView)
            return new byte[size];
        var bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = Unsafe.Add(ref Unsafe.As<Payload>(boxed).First, i);
        return bytes;
    }

    public static Constant Read(Function function, ReadOnlySpan<byte> bytes, LayoutLeaf leaf)
    {
        var at = bytes[leaf.ManagedOffset..];
        long bits = leaf.Type.ElementBytes switch
        {
            1 => (sbyte)at[0],
            2 => BitConverter.ToInt16(at),
            4 => BitConverter.ToInt32(at),
            _ => BitConverter.ToInt64(at),
        };
        return function.Constant(leaf.Type, leaf.Type == IrType.I1 && bits != 0 ? 1 : bits);
    }

    /// <summary>Stands for any boxed value, to reach the first byte behind the object header.</summary>
    private sealed class Payload
    {
        public byte First;
    }
}
