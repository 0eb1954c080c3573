using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.Frontend;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>The arguments of a kernel as its parameters: structs taken apart, their views replaced by memory in order.</summary>
internal sealed class GemmArguments(Queue<(long Address, int Elements)> views)
{
    private readonly List<long> _values = [];

    public long[] Values => [.. _values];

    /// <summary>Adds a struct; a view is the next memory whatever the struct holds.</summary>
    public GemmArguments Add<T>(T value) where T : struct
    {
        ref byte start = ref Unsafe.As<T, byte>(ref value);
        long length = 0;
        foreach (var leaf in TypeLayout.Of(typeof(T)).Leaves)
        {
            ref byte field = ref Unsafe.Add(ref start, leaf.ManagedOffset);
            switch (leaf.Kind)
            {
                case LeafKind.ViewPointer:
                    (long address, length) = views.Dequeue();
                    _values.Add(address);
                    break;
                case LeafKind.ViewLength:
                    _values.Add(length);
                    break;
                default:
                    _values.Add(leaf.Type.Bytes switch { 1 => (sbyte)field, 4 => Unsafe.ReadUnaligned<int>(ref field), _ => Unsafe.ReadUnaligned<long>(ref field) });
                    break;
            }
        }
        return this;
    }
}
