using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>What a leaf of a type is.</summary>
internal enum LeafKind : byte
{
    /// <summary>A number, bool, char or enum.</summary>
    Scalar,
    /// <summary>The address of a view's first element.</summary>
    ViewPointer,
    /// <summary>The number of elements of the view whose pointer is the leaf before.</summary>
    ViewLength,
}

/// <summary>
/// One scalar of a type. <paramref name="Offset"/> is where it lies in device memory, <paramref name="ManagedOffset"/> where .NET keeps
/// it (for both leaves of a view: where the <c>ArrayView&lt;T&gt;</c> struct begins), both in bytes from the start of the outer value.
/// </summary>
internal readonly record struct LayoutLeaf(IrType Type, int Offset, int ManagedOffset, LeafKind Kind);

/// <summary>Offset of a field in device memory and its leaves among those of the whole type.</summary>
internal readonly record struct FieldPlace(int Offset, int FirstLeaf, int LeafCount);

/// <summary>
/// How a value type lies in the memory of a device, taken apart into scalars. Types without views have exactly .NET's layout; a view
/// becomes {pointer, i64 length}, and a struct that holds views is laid out sequentially around them.
/// </summary>
internal sealed class TypeLayout
{
    private const string ViewTypeName = "ILGPU.ArrayView`1";
    private static readonly ConcurrentDictionary<Type, TypeLayout> Cache = [];

    private readonly Dictionary<int, FieldPlace> _fields;

    private TypeLayout(int size, int alignment, bool hasView, IReadOnlyList<LayoutLeaf> leaves, Dictionary<int, FieldPlace> fields)
    {
        Size = size;
        Alignment = alignment;
        HasView = hasView;
        Leaves = leaves;
        _fields = fields;
    }

    /// <summary>Bytes from one element of an array to the next.</summary>
    public int Size { get; }

    /// <summary>Bytes that the address of a value is a multiple of.</summary>
    public int Alignment { get; }

    /// <summary>
    /// Bytes that the address of an element of a view or array is a multiple of: the size where that is 2, 4, 8 or 16, so that such an
    /// element is accessed at once, else <see cref="Alignment"/>.
    /// </summary>
    public int ElementAlignment => BitOperations.IsPow2(Size) && Size <= 16 ? Math.Max(Size, Alignment) : Alignment;

    /// <summary>Whether a view is among the leaves.</summary>
    public bool HasView { get; }

    public IReadOnlyList<LayoutLeaf> Leaves { get; }

    /// <summary>Where an instance field of this type lies and which leaves are its own.</summary>
    public FieldPlace Place(FieldInfo field) => _fields[field.MetadataToken];

    /// <summary>Whether this is <c>ArrayView&lt;T&gt;</c> itself.</summary>
    public static bool IsView(Type type) => type.IsGenericType && type.GetGenericTypeDefinition().FullName == ViewTypeName;

    /// <summary>The layout of a closed value type.</summary>
    /// <exception cref="KernelCompilationException">The type holds a reference or cannot be laid out.</exception>
    public static TypeLayout Of(Type type) => Cache.TryGetValue(type, out var layout) ? layout : Cache.GetOrAdd(type, Measure(type));

    /// <summary>The IR type of a primitive or enum; null for structs and everything else.</summary>
    public static IrType? ScalarOf(Type type)
    {
        if (type.IsEnum)
            type = Enum.GetUnderlyingType(type);
        if (type == typeof(nint) || type == typeof(nuint))
            return IrType.I64;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => IrType.I1,
            TypeCode.SByte or TypeCode.Byte => IrType.I8,
            TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => IrType.I16,
            TypeCode.Int32 or TypeCode.UInt32 => IrType.I32,
            TypeCode.Int64 or TypeCode.UInt64 => IrType.I64,
            TypeCode.Single => IrType.F32,
            TypeCode.Double => IrType.F64,
            _ => null,
        };
    }

    /// <summary>What an address is a multiple of, <paramref name="offset"/> bytes behind one that is a multiple of <paramref name="alignment"/>.</summary>
    public static int AlignmentAt(int alignment, int offset)
    {
        while (alignment > 1 && offset % alignment != 0)
            alignment /= 2;
        return alignment;
    }

    private static TypeLayout Measure(Type type)
    {
        if (ScalarOf(type) is { } scalar)
            return new(scalar.ElementBytes, scalar.ElementBytes, false, [new(scalar, 0, 0, LeafKind.Scalar)], Empty);
        if (IsView(type))
            return new(16, 8, true, [new(IrType.Pointer(AddressSpace.Global), 0, 0, LeafKind.ViewPointer), new(IrType.I64, 8, 0, LeafKind.ViewLength)], Empty);
        if (!type.IsValueType)
            throw new KernelCompilationException(type.IsPointer || type.IsByRef ? Refusal.Layout : Refusal.ReferenceType, TypeNames.Of(type));
        if (type.IsByRefLike)
            throw new KernelCompilationException(Refusal.Span, TypeNames.Of(type));
        if (type.ContainsGenericParameters)
            throw new KernelCompilationException(Refusal.Layout, TypeNames.Of(type));
        return OfStruct(type);
    }

    private static TypeLayout OfStruct(Type type)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var inner = fields.Select(field => Of(field.FieldType)).ToArray();
        bool hasView = inner.Any(layout => layout.HasView);
        int repeat = Repetitions(type, fields);
        if (hasView && (repeat > 1 || type.IsExplicitLayout))
            throw new KernelCompilationException(Refusal.Layout, TypeNames.Of(type));
        var leaves = new List<LayoutLeaf>();
        var places = new Dictionary<int, FieldPlace>(fields.Length);
        int end = 0, alignment = 1;
        for (int i = 0; i < fields.Length; i++)
        {
            int managed = ManagedLayout.OffsetOf(fields[i]);
            int offset = hasView ? Align(end, inner[i].Alignment) : managed;
            places.Add(fields[i].MetadataToken, new FieldPlace(offset, leaves.Count, inner[i].Leaves.Count));
            for (int copy = 0; copy < repeat; copy++)
                foreach (var leaf in inner[i].Leaves)
                    leaves.Add(leaf with { Offset = offset + copy * inner[i].Size + leaf.Offset, ManagedOffset = managed + copy * inner[i].Size + leaf.ManagedOffset });
            end = offset + inner[i].Size;
            alignment = Math.Max(alignment, inner[i].Alignment);
        }
        if (hasView)
            return new(Align(Math.Max(end, 1), alignment), alignment, true, leaves, places);
        return new(ManagedLayout.SizeOf(type), ManagedLayout.AlignmentOf(type), false, leaves, places);
    }

    /// <summary>How often the single field of a fixed buffer or inline array stands in it; 1 for other structs.</summary>
    private static int Repetitions(Type type, FieldInfo[] fields)
    {
        if (fields.Length != 1)
            return 1;
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
            return inline.Length;
        bool fixedBuffer = type.IsNested && fields[0].Name == "FixedElementField" && type.IsDefined(typeof(UnsafeValueTypeAttribute), false);
        return fixedBuffer ? ManagedLayout.SizeOf(type) / Of(fields[0].FieldType).Size : 1;
    }

    private static int Align(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;

    private static readonly Dictionary<int, FieldPlace> Empty = [];
}
