namespace ConvGpu.Ilgpu.IR;

/// <summary>Facts about an opcode that passes ask for.</summary>
[Flags]
internal enum OpTraits : ushort
{
    None = 0,
    /// <summary>Lane by lane: the vector form is the scalar form of each lane.</summary>
    Elementwise = 1,
    Commutative = 2,
    /// <summary>Reads memory that others write.</summary>
    Reads = 4,
    /// <summary>Writes memory or has another effect; never removed, never moved over another effect.</summary>
    Effect = 8,
    /// <summary>Every item of the group must arrive together.</summary>
    Convergent = 16,
    Compare = 32,
    Convert = 64,
    /// <summary>An elementary function with an error bound.</summary>
    Math = 128,
}

/// <summary>One row per opcode: name in the printed IR, number of operands (-1: any) and traits.</summary>
internal sealed record OpInfo(Opcode Op, string Name, int Arity, OpTraits Traits)
{
    /// <summary>No effect and no dependence on memory: may be removed, merged and moved.</summary>
    public bool IsPure => (Traits & (OpTraits.Reads | OpTraits.Effect | OpTraits.Convergent)) == 0;

    public bool Has(OpTraits traits) => (Traits & traits) != 0;

    public static OpInfo Of(Opcode op) => Rows[(int)op];

    public static OpInfo? Find(string name) => ByName.GetValueOrDefault(name);

    private static readonly OpInfo[] Rows = Build();
    private static readonly Dictionary<string, OpInfo> ByName = Rows.ToDictionary(row => row.Name);

    private static OpInfo[] Build()
    {
        const OpTraits e = OpTraits.Elementwise, c = OpTraits.Elementwise | OpTraits.Commutative, m = OpTraits.Elementwise | OpTraits.Math;
        const OpTraits cmp = OpTraits.Elementwise | OpTraits.Compare, conv = OpTraits.Elementwise | OpTraits.Convert;
        const OpTraits read = OpTraits.Reads, effect = OpTraits.Effect, both = OpTraits.Reads | OpTraits.Effect;
        const OpTraits together = OpTraits.Effect | OpTraits.Convergent;
        OpInfo[] rows =
        [
            new(Opcode.Neg, "neg", 1, e), new(Opcode.Add, "add", 2, c), new(Opcode.Sub, "sub", 2, e), new(Opcode.Mul, "mul", 2, c),
            new(Opcode.Fma, "fma", 3, e),
            new(Opcode.DivS, "div.s", 2, e), new(Opcode.DivU, "div.u", 2, e), new(Opcode.RemS, "rem.s", 2, e), new(Opcode.RemU, "rem.u", 2, e),
            new(Opcode.FDiv, "fdiv", 2, e), new(Opcode.FRem, "frem", 2, e),
            new(Opcode.MulHiS, "mulhi.s", 2, c), new(Opcode.MulHiU, "mulhi.u", 2, c),
            new(Opcode.MinS, "min.s", 2, c), new(Opcode.MaxS, "max.s", 2, c), new(Opcode.MinU, "min.u", 2, c), new(Opcode.MaxU, "max.u", 2, c),
            new(Opcode.FMin, "fmin", 2, c), new(Opcode.FMax, "fmax", 2, c), new(Opcode.Abs, "abs", 1, e),
            new(Opcode.Not, "not", 1, e), new(Opcode.And, "and", 2, c), new(Opcode.Or, "or", 2, c), new(Opcode.Xor, "xor", 2, c),
            new(Opcode.Shl, "shl", 2, e), new(Opcode.ShrS, "shr.s", 2, e), new(Opcode.ShrU, "shr.u", 2, e),
            new(Opcode.PopCount, "popcount", 1, e), new(Opcode.LeadingZeros, "lzcnt", 1, e), new(Opcode.TrailingZeros, "tzcnt", 1, e),
            new(Opcode.CmpEq, "cmp.eq", 2, cmp | OpTraits.Commutative), new(Opcode.CmpNe, "cmp.ne", 2, cmp | OpTraits.Commutative),
            new(Opcode.CmpLt, "cmp.lt", 2, cmp), new(Opcode.CmpLe, "cmp.le", 2, cmp), new(Opcode.CmpGt, "cmp.gt", 2, cmp), new(Opcode.CmpGe, "cmp.ge", 2, cmp),
            new(Opcode.CmpLtU, "cmp.lt.u", 2, cmp), new(Opcode.CmpLeU, "cmp.le.u", 2, cmp), new(Opcode.CmpGtU, "cmp.gt.u", 2, cmp), new(Opcode.CmpGeU, "cmp.ge.u", 2, cmp),
            new(Opcode.Select, "select", 3, e),
            new(Opcode.Trunc, "trunc", 1, conv), new(Opcode.SExt, "sext", 1, conv), new(Opcode.ZExt, "zext", 1, conv), new(Opcode.FConvert, "fconvert", 1, conv),
            new(Opcode.SToF, "stof", 1, conv), new(Opcode.UToF, "utof", 1, conv), new(Opcode.FToS, "ftos", 1, conv), new(Opcode.FToU, "ftou", 1, conv),
            new(Opcode.BitCast, "bitcast", 1, conv), new(Opcode.PtrToInt, "ptrtoint", 1, conv), new(Opcode.IntToPtr, "inttoptr", 1, conv),
            new(Opcode.Sqrt, "sqrt", 1, m), new(Opcode.Rsqrt, "rsqrt", 1, m), new(Opcode.Rcp, "rcp", 1, m),
            new(Opcode.Floor, "floor", 1, m), new(Opcode.Ceiling, "ceiling", 1, m), new(Opcode.Truncate, "truncate", 1, m), new(Opcode.RoundEven, "roundeven", 1, m),
            new(Opcode.CopySign, "copysign", 2, m),
            new(Opcode.Sin, "sin", 1, m), new(Opcode.Cos, "cos", 1, m), new(Opcode.Tan, "tan", 1, m), new(Opcode.Asin, "asin", 1, m), new(Opcode.Acos, "acos", 1, m),
            new(Opcode.Atan, "atan", 1, m), new(Opcode.Atan2, "atan2", 2, m), new(Opcode.Sinh, "sinh", 1, m), new(Opcode.Cosh, "cosh", 1, m), new(Opcode.Tanh, "tanh", 1, m),
            new(Opcode.Exp, "exp", 1, m), new(Opcode.Exp2, "exp2", 1, m), new(Opcode.Log, "log", 1, m), new(Opcode.Log2, "log2", 1, m), new(Opcode.Log10, "log10", 1, m),
            new(Opcode.Pow, "pow", 2, m),
            new(Opcode.IsNaN, "isnan", 1, cmp), new(Opcode.IsInfinity, "isinf", 1, cmp), new(Opcode.IsFinite, "isfinite", 1, cmp),
            new(Opcode.Alloca, "alloca", 0, effect), new(Opcode.SharedAlloca, "shared", 0, effect), new(Opcode.DynamicShared, "shared.dynamic", 0, OpTraits.None),
            new(Opcode.PtrAdd, "ptradd", 2, e), new(Opcode.Load, "load", 1, read), new(Opcode.Store, "store", 2, effect),
            new(Opcode.Atomic, "atomic", 2, both), new(Opcode.AtomicCompareExchange, "atomic.cas", 3, both), new(Opcode.Fence, "fence", 0, both),
            new(Opcode.ThreadIndex, "thread", 0, OpTraits.None), new(Opcode.GroupIndex, "group", 0, OpTraits.None),
            new(Opcode.GroupDimension, "groupdim", 0, OpTraits.None), new(Opcode.GridDimension, "griddim", 0, OpTraits.None),
            new(Opcode.LaneIndex, "lane", 0, OpTraits.None), new(Opcode.WarpSize, "warpsize", 0, OpTraits.None),
            new(Opcode.Barrier, "barrier", 0, both | together), new(Opcode.BarrierReduce, "barrier.reduce", 1, both | together),
            new(Opcode.GroupBroadcast, "group.broadcast", 2, both | together), new(Opcode.WarpShuffle, "warp.shuffle", 3, together), new(Opcode.WarpBarrier, "warp.barrier", 0, both | together),
            new(Opcode.Print, "print", -1, effect), new(Opcode.Assert, "assert", 1, effect),
            new(Opcode.InlineAsm, "asm", -1, both | together), new(Opcode.AsmResult, "asm.result", 1, OpTraits.None),
            new(Opcode.Splat, "splat", 1, OpTraits.None), new(Opcode.LaneIota, "iota", 0, OpTraits.None),
            new(Opcode.ExtractLane, "extract", 1, OpTraits.None), new(Opcode.ExtractLaneDynamic, "extract.dynamic", 2, OpTraits.None),
            new(Opcode.InsertLane, "insert", 2, OpTraits.None), new(Opcode.PermuteLanes, "permute", 2, OpTraits.None),
            new(Opcode.MaskAny, "mask.any", 1, OpTraits.None), new(Opcode.MaskAll, "mask.all", 1, OpTraits.None), new(Opcode.MaskCount, "mask.count", 1, OpTraits.None),
            new(Opcode.MaskedLoad, "load.masked", 3, read), new(Opcode.MaskedStore, "store.masked", 3, effect),
            new(Opcode.Gather, "gather", 4, read), new(Opcode.Scatter, "scatter", 4, effect),
            new(Opcode.MaskedAtomic, "atomic.masked", 4, both), new(Opcode.MaskedAtomicCompareExchange, "atomic.cas.masked", 5, both),
        ];
        var table = new OpInfo[Enum.GetValues<Opcode>().Length];
        foreach (var row in rows)
            table[(int)row.Op] = row;
        for (int i = 0; i < table.Length; i++)
            if (table[i] is null)
                throw new InvalidOperationException($"Opcode {(Opcode)i} has no row in {nameof(OpInfo)}.");
        return table;
    }
}
