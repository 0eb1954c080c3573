using System.Reflection;
using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Debugging;
using ILGPU;

namespace ConvGpu.Fuzz.Execution;

/// <summary>
/// The arguments of one launch, made from a kernel's parameter types: the same for every executor. Views lie in pinned host memory, so
/// that .NET itself can run the kernel on them.
/// </summary>
internal sealed class KernelArguments
{
    private const int ElementsPerItem = 16;
    private readonly List<(byte[] Bytes, Type Element, string Name)> _views = [];
    private readonly (int X, int Y, int Z) _extent;

    /// <param name="method">The kernel.</param>
    /// <param name="indexing">How it gets its index.</param>
    /// <param name="explicitLaunch">Groups and items of an explicitly grouped kernel; 3 groups of 32 when left out.</param>
    public KernelArguments(MethodInfo method, KernelIndexing indexing, LaunchDimensions? explicitLaunch = null)
    {
        Method = method;
        Indexing = indexing;
        (_extent, Launch) = indexing switch
        {
            KernelIndexing.Implicit1D => ((77, 1, 1), new LaunchDimensions(3, 1, 1, 32, 1, 1, 0)),
            KernelIndexing.Implicit2D => ((6, 5, 1), new LaunchDimensions(2, 5, 1, 4, 1, 1, 0)),
            KernelIndexing.Implicit3D => ((4, 3, 2), new LaunchDimensions(1, 3, 2, 4, 1, 1, 0)),
            _ => Explicit(explicitLaunch ?? new LaunchDimensions(3, 1, 1, 32, 1, 1, 0)),
        };
        Values = [.. method.GetParameters().Select((parameter, i) => i == 0 && indexing != KernelIndexing.Explicit ? null : Argument(parameter))];
    }

    private static ((int X, int Y, int Z), LaunchDimensions) Explicit(LaunchDimensions launch) => (((int)launch.Groups * launch.GroupSize, 1, 1), launch);

    public MethodInfo Method { get; }

    public KernelIndexing Indexing { get; }

    public LaunchDimensions Launch { get; }

    /// <summary>The boxed arguments; null where the index stands.</summary>
    public object?[] Values { get; }

    /// <summary>The memory of the views in the order of the parameters.</summary>
    public IEnumerable<byte[]> Memory => _views.Select(view => view.Bytes);

    /// <summary>One value per IR parameter; pointers are asked for, with the number of the view.</summary>
    public IEnumerable<(bool IsPointer, long Value)> Leaves()
    {
        int view = 0;
        if (Indexing != KernelIndexing.Explicit)
        {
            yield return (false, _extent.X);
            yield return (false, _extent.Y);
            yield return (false, _extent.Z);
        }
        var parameters = Method.GetParameters();
        for (int i = 0; i < Values.Length; i++)
        {
            if (Values[i] is not { } value)
                continue;
            var type = parameters[i].ParameterType;
            foreach (var leaf in TypeLayout.Of(type).Leaves)
                yield return leaf.Kind switch
                {
                    LeafKind.ViewPointer => (true, view++),
                    LeafKind.ViewLength => (false, _views[view - 1].Bytes.Length / TypeLayout.Of(_views[view - 1].Element).Size),
                    _ => (false, ReadScalar(value, leaf)),
                };
        }
    }

    /// <summary>Runs the C# of the kernel for every item.</summary>
    public void RunByDotNet()
    {
        using var group = new KernelGroup();
        group.Run(Launch, 8, () =>
        {
            object?[] values = [.. Values];
            if (Indexing != KernelIndexing.Explicit)
            {
                int x = Grid.IdxX * Group.DimX + Group.IdxX;
                if (x >= _extent.X)
                    return;
                values[0] = Indexing switch
                {
                    KernelIndexing.Implicit1D => new Index1D(x),
                    KernelIndexing.Implicit2D => new Index2D(x, Grid.IdxY),
                    _ => new Index3D(x, Grid.IdxY, Grid.IdxZ),
                };
            }
            Method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, values, null);
        });
    }

    /// <summary>What differs from the same arguments after another run, or null.</summary>
    public string? Difference(KernelArguments expected, int ulps)
    {
        for (int v = 0; v < _views.Count; v++)
        {
            var (bytes, element, name) = _views[v];
            var layout = TypeLayout.Of(element);
            for (int at = 0; at + layout.Size <= bytes.Length; at += layout.Size)
                foreach (var leaf in layout.Leaves)
                {
                    long have = Bits(bytes, at + leaf.Offset, leaf.Type), want = Bits(expected._views[v].Bytes, at + leaf.Offset, leaf.Type);
                    if (!FloatBits.Agree(leaf.Type, have, want, ulps))
                        return $"{name}[{at / layout.Size}]+{leaf.Offset} is {FloatBits.Show(leaf.Type, have)}, .NET computes {FloatBits.Show(leaf.Type, want)}";
                }
        }
        return null;
    }

    private static long Bits(byte[] bytes, int at, IrType type) => type.ElementBytes switch
    {
        1 => bytes[at],
        2 => BitConverter.ToInt16(bytes, at),
        4 => BitConverter.ToInt32(bytes, at),
        _ => BitConverter.ToInt64(bytes, at),
    };

    private object Argument(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsGenericType && type.Name.StartsWith("ArrayView", StringComparison.Ordinal))
            return View(type, parameter);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 => 3,
            TypeCode.Single => 1.5f,
            TypeCode.Byte => (byte)77,
            TypeCode.Boolean => true,
            TypeCode.Int64 => 12345678901L,
            _ => throw new NotSupportedException($"No value is known for {parameter}."),
        };
    }

    private unsafe object View(Type type, ParameterInfo parameter)
    {
        var element = type.GetGenericArguments()[0];
        int items = _extent.X * _extent.Y * _extent.Z;
        int length = type.Name == "ArrayView`1" ? items * ElementsPerItem : items;
        var bytes = GC.AllocateArray<byte>(length * TypeLayout.Of(element).Size, pinned: true);
        if (!parameter.Name!.StartsWith("output", StringComparison.Ordinal))
            TestValues.Fill(bytes, element, parameter.Position);
        _views.Add((bytes, element, parameter.Name!));
        object view = typeof(ArrayView<>).MakeGenericType(element).GetMethod("OfHostMemory", BindingFlags.NonPublic | BindingFlags.Static)!
            .Invoke(null, [Pointer.Box(Unsafe.AsPointer(ref bytes[0]), typeof(void*)), (long)length])!;
        return type.Name switch
        {
            "ArrayView2D`2" => Activator.CreateInstance(type, view, new LongIndex2D(_extent.X, _extent.Y), new Stride2D.DenseX(_extent.X))!,
            "ArrayView3D`2" => Activator.CreateInstance(type, view, new LongIndex3D(_extent.X, _extent.Y, _extent.Z),
                new Stride3D.DenseXY(_extent.X, _extent.X * _extent.Y))!,
            _ => view,
        };
    }

    private static long ReadScalar(object boxed, LayoutLeaf leaf)
    {
        ref byte at = ref Unsafe.Add(ref Unsafe.As<Box>(boxed).First, leaf.ManagedOffset);
        return leaf.Type.ElementBytes switch
        {
            1 => at,
            2 => Unsafe.ReadUnaligned<ushort>(ref at),
            4 => Unsafe.ReadUnaligned<uint>(ref at),
            _ => Unsafe.ReadUnaligned<long>(ref at),
        };
    }

#pragma warning disable CS0649 // stands for the first byte of any boxed value
    private sealed class Box
    {
        public byte First;
    }
#pragma warning restore CS0649
}
