namespace ConvGpu.Ilgpu.IR;

/// <summary>The element kind of an IR type. Integers carry no sign; the opcodes do.</summary>
internal enum ScalarKind : byte { Void, I1, I8, I16, I32, I64, F32, F64, Pointer }

/// <summary>Where a pointer points. Generic only exists before address spaces are inferred.</summary>
internal enum AddressSpace : byte { Generic, Global, Shared, Local }

/// <summary>
/// The type of an IR value: a scalar (one lane) or a vector of <paramref name="Lanes"/> equal scalars.
/// There are no aggregates: the frontend takes structs and views apart into scalars at byte offsets.
/// </summary>
internal readonly record struct IrType(ScalarKind Kind, AddressSpace Space = AddressSpace.Generic, int Lanes = 1)
{
    public static readonly IrType Void = new(ScalarKind.Void);
    public static readonly IrType I1 = new(ScalarKind.I1);
    public static readonly IrType I8 = new(ScalarKind.I8);
    public static readonly IrType I16 = new(ScalarKind.I16);
    public static readonly IrType I32 = new(ScalarKind.I32);
    public static readonly IrType I64 = new(ScalarKind.I64);
    public static readonly IrType F32 = new(ScalarKind.F32);
    public static readonly IrType F64 = new(ScalarKind.F64);

    public static IrType Pointer(AddressSpace space) => new(ScalarKind.Pointer, space);

    public bool IsPointer => Kind == ScalarKind.Pointer;
    public bool IsFloat => Kind is ScalarKind.F32 or ScalarKind.F64;
    public bool IsInteger => Kind is >= ScalarKind.I1 and <= ScalarKind.I64;
    public bool IsVector => Lanes > 1;

    /// <summary>The same type with one lane.</summary>
    public IrType Element => this with { Lanes = 1 };

    /// <summary>The same element type with <paramref name="lanes"/> lanes.</summary>
    public IrType WithLanes(int lanes) => this with { Lanes = lanes };

    /// <summary>Bits of one lane's value; 1 for <see cref="ScalarKind.I1"/>.</summary>
    public int Bits => Kind switch
    {
        ScalarKind.Void => 0,
        ScalarKind.I1 => 1,
        ScalarKind.I8 => 8,
        ScalarKind.I16 => 16,
        ScalarKind.I32 or ScalarKind.F32 => 32,
        _ => 64,
    };

    /// <summary>Bytes of one lane in memory. A bool takes one byte.</summary>
    public int ElementBytes => Kind == ScalarKind.I1 ? 1 : Bits / 8;

    /// <summary>Bytes of all lanes in memory.</summary>
    public int Bytes => ElementBytes * Lanes;

    public override string ToString()
    {
        string name = Kind switch
        {
            ScalarKind.Pointer => Space switch
            {
                AddressSpace.Global => "ptr.global",
                AddressSpace.Shared => "ptr.shared",
                AddressSpace.Local => "ptr.local",
                _ => "ptr",
            },
            _ => Kind.ToString().ToLowerInvariant(),
        };
        return Lanes == 1 ? name : $"{name}x{Lanes}";
    }
}
