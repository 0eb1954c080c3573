namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// What an <see cref="Instruction"/> computes. Operands, immediates and traits of each opcode stand in <see cref="OpInfo"/>.
/// Elementwise opcodes work on vectors lane by lane. Semantics are those of .NET 10: integer arithmetic wraps, shift counts are
/// masked by the operand width, float-to-integer conversions saturate (NaN to 0), Min and Max propagate NaN and order -0 below +0.
/// Integer division by zero and the quotient of the smallest integer by -1 are unspecified values; they never trap.
/// </summary>
internal enum Opcode : byte
{
    // Arithmetic on integers or floats.
    Neg, Add, Sub, Mul,
    /// <summary>a*b+c of floats with one rounding.</summary>
    Fma,
    DivS, DivU, RemS, RemU, FDiv, FRem,
    /// <summary>The high half of the double-width product of I32 or I64 operands.</summary>
    MulHiS, MulHiU,
    MinS, MaxS, MinU, MaxU, FMin, FMax,
    Abs,

    // Bits. Not, And, Or, Xor also work on I1.
    Not, And, Or, Xor, Shl, ShrS, ShrU, PopCount, LeadingZeros, TrailingZeros,

    // Comparisons, result I1. For floats Eq..Ge are ordered (false on NaN), Ne is unordered (true on NaN).
    CmpEq, CmpNe, CmpLt, CmpLe, CmpGt, CmpGe,
    // Integers: unsigned. Floats: unordered or less (greater) ..., true on NaN.
    CmpLtU, CmpLeU, CmpGtU, CmpGeU,
    /// <summary>condition (I1), value if true, value if false.</summary>
    Select,

    // Conversions to the instruction's type.
    Trunc, SExt, ZExt, FConvert, SToF, UToF, FToS, FToU,
    /// <summary>Same bits, other type of equal size (I32 and F32, I64 and F64).</summary>
    BitCast,
    PtrToInt, IntToPtr,

    // Elementary functions on F32 and F64.
    Sqrt, Rsqrt, Rcp, Floor, Ceiling, Truncate, RoundEven, CopySign,
    Sin, Cos, Tan, Asin, Acos, Atan, Atan2, Sinh, Cosh, Tanh, Exp, Exp2, Log, Log2, Log10, Pow,
    IsNaN, IsInfinity, IsFinite,

    // Memory. Load and Store of a vector type access consecutive elements.
    /// <summary>Per-item memory: Immediate bytes, Immediate2 alignment. Entry block only.</summary>
    Alloca,
    /// <summary>Per-group memory: Immediate bytes, Immediate2 alignment; each instruction is one allocation. Entry block only.</summary>
    SharedAlloca,
    /// <summary>The group's dynamic shared memory, sized at launch; every use yields the same address.</summary>
    DynamicShared,
    /// <summary>base pointer + sign-extended index (I32 or I64) * Immediate + Immediate2 bytes.</summary>
    PtrAdd,
    /// <summary>pointer; Immediate is the known alignment in bytes.</summary>
    Load,
    /// <summary>pointer, value; Immediate is the known alignment in bytes.</summary>
    Store,
    /// <summary>pointer, value; Immediate is an <see cref="AtomicKind"/>; yields the value before.</summary>
    Atomic,
    /// <summary>pointer, compare, value; yields the value before.</summary>
    AtomicCompareExchange,
    /// <summary>Immediate: 0 group, 1 device, 2 system.</summary>
    Fence,

    // Groups of items.
    /// <summary>Immediate is the dimension 0..2 (X, Y, Z); result I32.</summary>
    ThreadIndex, GroupIndex, GroupDimension, GridDimension,
    LaneIndex, WarpSize,
    Barrier,
    /// <summary>I1 predicate; Immediate is a <see cref="BarrierReduction"/>; I32 count or I1.</summary>
    BarrierReduce,
    /// <summary>value, linear thread index in the group (uniform).</summary>
    GroupBroadcast,
    /// <summary>value, lane or delta or mask (I32), width (I32); Immediate is a <see cref="ShuffleKind"/>.</summary>
    WarpShuffle,
    WarpBarrier,

    // Effects for debugging.
    /// <summary>Text is the format with {0}, {1}...; operands are the values. With Immediate 1 an I1 condition stands before them.</summary>
    Print,
    /// <summary>I1 condition that must hold; Text is the message reported with the location when it does not.</summary>
    Assert,

    /// <summary>
    /// PTX written by the kernel's author. Text is the types of its arguments and, on the next line, the instructions with %0, %1...; a bit of
    /// Immediate is set for an argument that is written, of Immediate2 for one that is read. Operands are those that are read. The I32 result
    /// only ties <see cref="AsmResult"/>s to it.
    /// </summary>
    InlineAsm,
    /// <summary>an InlineAsm; its argument number Immediate as it was left.</summary>
    AsmResult,

    // Vectors: made by the lockstep and memory vectorisation passes, never by the frontend.
    /// <summary>A scalar in every lane.</summary>
    Splat,
    /// <summary>I32 vector 0, 1, 2, ...</summary>
    LaneIota,
    /// <summary>vector; lane Immediate.</summary>
    ExtractLane,
    /// <summary>vector, I32 scalar lane.</summary>
    ExtractLaneDynamic,
    /// <summary>vector, scalar; lane Immediate.</summary>
    InsertLane,
    /// <summary>vector, I32 vector of source lanes (in range).</summary>
    PermuteLanes,
    /// <summary>I1 vector to scalar I1.</summary>
    MaskAny, MaskAll,
    /// <summary>I1 vector to scalar I32: how many lanes are set.</summary>
    MaskCount,
    /// <summary>scalar pointer, I1 mask, value of lanes that are off.</summary>
    MaskedLoad,
    /// <summary>scalar pointer, I1 mask, vector value.</summary>
    MaskedStore,
    /// <summary>scalar base, index vector, mask, value of lanes that are off; Immediate scale, Immediate2 offset as in PtrAdd.</summary>
    Gather,
    /// <summary>scalar base, index vector, mask, vector value; Immediate scale, Immediate2 offset as in PtrAdd. Lanes in ascending order.</summary>
    Scatter,
    /// <summary>scalar base, index vector, mask, vector value; Immediate scale, Immediate2 offset, Immediate3 AtomicKind; one lane after the other.</summary>
    MaskedAtomic,
    /// <summary>scalar base, index vector, mask, compare, value; Immediate scale, Immediate2 offset; one lane after the other.</summary>
    MaskedAtomicCompareExchange,
}

/// <summary>The operation of <see cref="Opcode.Atomic"/>.</summary>
internal enum AtomicKind : byte { Add, And, Or, Xor, MinS, MaxS, MinU, MaxU, FAdd, FMin, FMax, Exchange }

/// <summary>How <see cref="Opcode.WarpShuffle"/> finds its source lane.</summary>
internal enum ShuffleKind : byte { Index, Up, Down, Xor }

/// <summary>What <see cref="Opcode.BarrierReduce"/> computes over the group's predicates.</summary>
internal enum BarrierReduction : byte { PopCount, And, Or }
