namespace ConvGpu.Emulation;

/// <summary>Types that instructions and variables name.</summary>
public enum ScalarType : byte
{
    Pred,
    B8, B16, B32, B64, B128,
    U8, U16, U32, U64,
    S8, S16, S32, S64,
    F16, F32, F64,
    F16x2, BF16, BF16x2, TF32, U16x2, S16x2,
}

/// <summary>How operand checking sees a type.</summary>
public enum TypeClass : byte
{
    Predicate,
    Bits,
    Integer,
    Float,
}

/// <summary>The table of types.</summary>
public static class ScalarTypes
{
    private static readonly (string Name, int Size, TypeClass Class, bool Signed)[] Table =
    [
        ("pred", 0, TypeClass.Predicate, false),
        ("b8", 1, TypeClass.Bits, false), ("b16", 2, TypeClass.Bits, false), ("b32", 4, TypeClass.Bits, false),
        ("b64", 8, TypeClass.Bits, false), ("b128", 16, TypeClass.Bits, false),
        ("u8", 1, TypeClass.Integer, false), ("u16", 2, TypeClass.Integer, false), ("u32", 4, TypeClass.Integer, false),
        ("u64", 8, TypeClass.Integer, false),
        ("s8", 1, TypeClass.Integer, true), ("s16", 2, TypeClass.Integer, true), ("s32", 4, TypeClass.Integer, true),
        ("s64", 8, TypeClass.Integer, true),
        ("f16", 2, TypeClass.Float, true), ("f32", 4, TypeClass.Float, true), ("f64", 8, TypeClass.Float, true),
        ("f16x2", 4, TypeClass.Float, true), ("bf16", 2, TypeClass.Float, true), ("bf16x2", 4, TypeClass.Float, true),
        ("tf32", 4, TypeClass.Float, true), ("u16x2", 4, TypeClass.Integer, false), ("s16x2", 4, TypeClass.Integer, true),
    ];

    private static readonly Dictionary<string, ScalarType> ByName =
        Enumerable.Range(0, Table.Length).ToDictionary(i => Table[i].Name, i => (ScalarType)i);

    public static string Name(this ScalarType type) => Table[(int)type].Name;

    public static int Size(this ScalarType type) => Table[(int)type].Size;

    public static TypeClass Class(this ScalarType type) => Table[(int)type].Class;

    public static bool IsSigned(this ScalarType type) => Table[(int)type].Signed;

    public static bool IsFloat(this ScalarType type) => Table[(int)type].Class == TypeClass.Float;

    public static bool TryParse(string name, out ScalarType type) => ByName.TryGetValue(name, out type);

    /// <summary>Types a variable or register may be declared with: the fundamental types of the ISA.</summary>
    public static bool IsFundamental(this ScalarType type) => type <= ScalarType.F16x2;
}
