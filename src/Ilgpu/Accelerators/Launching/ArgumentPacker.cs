using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Frontend;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ConvGpu.Ilgpu.Launching;

/// <summary>
/// Takes an argument of a launch apart into the slots of <see cref="Compilation.LoadedKernel"/>, without allocating. A specialised
/// value fills key slots in their place: it selects the compiled variant and is no argument of it.
/// </summary>
internal static unsafe class ArgumentPacker<T> where T : struct
{
    private static readonly Step[] Steps = IsSpecializedValue ? [] : Describe();

    /// <summary>Whether the argument is a constant of the compiled code.</summary>
    public static bool IsSpecialized => IsSpecializedValue;

    /// <summary>Slots of the argument.</summary>
    public static int Slots { get; } = Steps.Sum(step => step.IsView ? 3 : 1);

    /// <summary>Slots of the argument in the key of the compiled variant.</summary>
    public static int KeySlots { get; } = IsSpecializedValue ? (Unsafe.SizeOf<T>() + 7) / 8 : 0;

    private static bool IsSpecializedValue =>
        typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(SpecializedValue<>);

    /// <summary>Writes the argument's slots to the front of one span and drops them from it.</summary>
    public static void Pack(Accelerator accelerator, ref T value, ref Span<long> slots, ref Span<long> key)
    {
        ref byte start = ref Unsafe.As<T, byte>(ref value);
        if (KeySlots > 0)
        {
            var bits = key[..KeySlots];
            bits[^1] = 0;
            MemoryMarshal.CreateReadOnlySpan(ref start, Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(bits));
            key = key[KeySlots..];
            return;
        }
        int next = 0;
        foreach (ref readonly var step in Steps.AsSpan())
        {
            ref byte field = ref Unsafe.AddByteOffset(ref start, step.Offset);
            if (step.IsView)
            {
                PackView(accelerator, in Unsafe.As<byte, ArrayView<byte>>(ref field), slots.Slice(next, 3));
                next += 3;
                continue;
            }
            slots[next++] = step.Bytes switch
            {
                1 => field,
                2 => Unsafe.ReadUnaligned<ushort>(ref field),
                4 => Unsafe.ReadUnaligned<uint>(ref field),
                _ => Unsafe.ReadUnaligned<long>(ref field),
            };
        }
        slots = slots[next..];
    }

    /// <summary>The value of a specialised argument whose key slots stand at the front of a span, which drops them; null for others.</summary>
    public static object? Unpack(ref ReadOnlySpan<long> key)
    {
        if (KeySlots == 0)
            return null;
        T value = MemoryMarshal.Read<T>(MemoryMarshal.AsBytes(key));
        key = key[KeySlots..];
        return typeof(T).GetProperty(nameof(SpecializedValue<int>.Value))!.GetValue(value);
    }

    // The layout of a view does not depend on its element type, so every view is read as one of bytes.
    private static void PackView(Accelerator accelerator, in ArrayView<byte> view, Span<long> slots)
    {
        slots[2] = view.Length;
        if (view.Source is not { } source)
        {
            slots[0] = slots[1] = 0;
            return;
        }
        if (source.Accelerator != accelerator)
            CheckForeign(accelerator, source);
        source.ThrowIfDisposed();
        slots[0] = source.NativePtr;
        slots[1] = view.OffsetInBytes;
    }

    private static void CheckForeign(Accelerator accelerator, MemoryBuffer source)
    {
        if (source is HostMemory && accelerator is CPUAccelerator)
            return;
        string owner = source is HostMemory ? "the host" : source.Accelerator.Name;
        throw new ArgumentException($"A kernel of {accelerator.Name} got a view of memory of {owner}. Copy the elements to a buffer of {accelerator.Name}.");
    }

    private static Step[] Describe()
    {
        var steps = new List<Step>();
        foreach (var leaf in TypeLayout.Of(typeof(T)).Leaves)
        {
            if (leaf.Kind != LeafKind.ViewLength)
                steps.Add(new(leaf.ManagedOffset, leaf.Type.Bytes, leaf.Kind == LeafKind.ViewPointer));
        }
        return [.. steps];
    }

    private readonly record struct Step(int Offset, int Bytes, bool IsView);
}
