using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Arithmetic, bits, comparisons and selection with .NET's meaning, lane by lane.</summary>
internal sealed class PtxElementwise(PtxTarget target, PtxWriter text)
{
    private readonly PtxConversions _conversions = new(text);

    /// <summary>Writes the instruction if it is elementwise and has a form in PTX.</summary>
    public bool TryWrite(Instruction instruction)
    {
        if (!instruction.Info.Has(OpTraits.Elementwise) || instruction.Op == Opcode.PtrAdd)
            return false;
        for (int lane = 0; lane < instruction.Type.Lanes; lane++)
            if (!Write(instruction, lane))
                return false;
        return true;
    }

    private bool Write(Instruction instruction, int lane)
    {
        var type = instruction.Type.Element;
        string A() => text.Use(instruction.Operands[0], lane);
        string B() => text.Use(instruction.Operands[1], lane);
        void Float(string name) => text.Op($"{name}.{PtxTypes.Float(type)}", [text.Define(instruction, lane), .. Operands(instruction, lane)]);
        void Integer(string name) => Narrowed(instruction, lane, result => text.Op(name, [result, .. Operands(instruction, lane)]));
        if (instruction.Info.Has(OpTraits.Convert))
        {
            _conversions.Write(instruction, lane);
            return true;
        }
        if (instruction.Info.Has(OpTraits.Compare))
        {
            Compare(instruction, lane);
            return true;
        }
        bool real = type.IsFloat;
        switch (instruction.Op)
        {
            case Opcode.Neg when real: Float("neg"); break;
            case Opcode.Neg: Integer($"neg.{Signed(type)}"); break;
            // Spelled-out rounding keeps ptxas from contracting products and sums.
            case Opcode.Add when real: Float("add.rn"); break;
            case Opcode.Sub when real: Float("sub.rn"); break;
            case Opcode.Mul when real: Float("mul.rn"); break;
            case Opcode.Add: Integer($"add.{Signed(type)}"); break;
            case Opcode.Sub: Integer($"sub.{Signed(type)}"); break;
            case Opcode.Mul: Integer($"mul.lo.{Signed(type)}"); break;
            case Opcode.Fma: Float("fma.rn"); break;
            case Opcode.FDiv: Float("div.rn"); break;
            case Opcode.DivS: Integer($"div.{Signed(type)}"); break;
            case Opcode.RemS: Integer($"rem.{Signed(type)}"); break;
            case Opcode.DivU or Opcode.RemU:
                string quotient = instruction.Op == Opcode.DivU ? "div" : "rem";
                Narrowed(instruction, lane, result => text.Op($"{quotient}.{Unsigned(type)}", result, ZeroExtended(instruction, 0, lane), ZeroExtended(instruction, 1, lane)));
                break;
            case Opcode.MulHiS or Opcode.MulHiU: MultiplyHigh(instruction, lane); break;
            case Opcode.MinS: Integer($"min.{Signed(type)}"); break;
            case Opcode.MaxS: Integer($"max.{Signed(type)}"); break;
            // Sign extension keeps the unsigned order of narrow integers.
            case Opcode.MinU: Integer($"min.{Unsigned(type)}"); break;
            case Opcode.MaxU: Integer($"max.{Unsigned(type)}"); break;
            case Opcode.FMin or Opcode.FMax:
                MinMax(type, instruction.Op == Opcode.FMax, text.Define(instruction, lane), A(), B());
                break;
            case Opcode.Abs when real: Float("abs"); break;
            case Opcode.Abs: Integer($"abs.{Signed(type)}"); break;
            case Opcode.Not or Opcode.And or Opcode.Or or Opcode.Xor:
                // Sign-extended operands give sign-extended results.
                string logic = instruction.Op.ToString().ToLowerInvariant();
                text.Op($"{logic}.{(type.Kind == ScalarKind.I1 ? "pred" : Bits(type))}", [text.Define(instruction, lane), .. Operands(instruction, lane)]);
                break;
            case Opcode.Shl: Narrowed(instruction, lane, result => text.Op($"shl.{Bits(type)}", result, A(), Count(instruction, lane))); break;
            case Opcode.ShrS: text.Op($"shr.{Signed(type)}", text.Define(instruction, lane), A(), Count(instruction, lane)); break;
            case Opcode.ShrU:
                Narrowed(instruction, lane, result => text.Op($"shr.{Unsigned(type)}", result, ZeroExtended(instruction, 0, lane), Count(instruction, lane)));
                break;
            case Opcode.PopCount or Opcode.LeadingZeros or Opcode.TrailingZeros: CountBits(instruction, lane); break;
            case Opcode.Select: Select(instruction, lane); break;
            case Opcode.Sqrt: Float("sqrt.rn"); break;
            case Opcode.Rcp: Float("rcp.rn"); break;
            case Opcode.Rsqrt:
                string root = text.Compute(Class(type), $"sqrt.rn.{PtxTypes.Float(type)}", A());
                text.Op($"rcp.rn.{PtxTypes.Float(type)}", text.Define(instruction, lane), root);
                break;
            case Opcode.Floor: Round(instruction, lane, "rmi"); break;
            case Opcode.Ceiling: Round(instruction, lane, "rpi"); break;
            case Opcode.Truncate: Round(instruction, lane, "rzi"); break;
            case Opcode.RoundEven: Round(instruction, lane, "rni"); break;
            // PTX names the sign's source first.
            case Opcode.CopySign: text.Op($"copysign.{PtxTypes.Float(type)}", text.Define(instruction, lane), B(), A()); break;
            default: return false;
        }
        return true;
    }

    /// <summary>.NET's Min or Max: NaN wins, -0 is below +0.</summary>
    public void MinMax(IrType type, bool max, string result, string a, string b)
    {
        string name = max ? "max" : "min", suffix = PtxTypes.Float(type);
        if (type.Kind == ScalarKind.F32 && target.HasNaNMinMax)
        {
            text.Op($"{name}.NaN.f32", result, a, b);
            return;
        }
        var real = Class(type);
        var integer = type.Kind == ScalarKind.F32 ? RegisterClass.Bits32 : RegisterClass.Bits64;
        string bits = Bits(type);
        // Equal operands differ at most in the sign of a zero: `or` keeps the minus, `and` drops it.
        string joined = text.Compute(integer, $"{(max ? "and" : "or")}.{bits}", text.Move(integer, text.Move(real, a)), text.Move(integer, text.Move(real, b)));
        string zero = text.Move(real, joined);
        string least = text.Compute(real, $"{name}.{suffix}", a, b);
        string ordered = text.Compute(real, $"selp.{suffix}", zero, least, text.Compute(RegisterClass.Predicate, $"setp.eq.{suffix}", a, b));
        string nan = Literal(type, type.Kind == ScalarKind.F32 ? 0x7FC00000 : 0x7FF8000000000000);
        text.Op($"selp.{suffix}", result, nan, ordered, text.Compute(RegisterClass.Predicate, $"setp.nan.{suffix}", a, b));
    }

    private string[] Operands(Instruction instruction, int lane) => Array.ConvertAll(instruction.Operands, operand => text.Use(operand, lane));

    /// <summary>Writes an integer operation whose result may leave a narrow type's range, and brings it back.</summary>
    private void Narrowed(Instruction instruction, int lane, Action<string> write)
    {
        string result = text.Define(instruction, lane);
        if (instruction.Type.Bits >= 32)
        {
            write(result);
            return;
        }
        string wide = text.New(RegisterClass.Bits32);
        write(wide);
        text.Op($"cvt.s32.s{instruction.Type.Bits}", result, wide);
    }

    private string ZeroExtended(Instruction instruction, int operand, int lane) => _conversions.ZeroExtended(instruction.Operands[operand], lane);

    /// <summary>PTX clamps shift counts; .NET takes them modulo the width.</summary>
    private string Count(Instruction instruction, int lane)
    {
        var count = instruction.Operands[1];
        int mask = instruction.Type.Bits - 1;
        if (count is Constant constant)
            return (constant.Bits & mask).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string number = text.Use(count, lane);
        if (Width(count.Type) == 64)
            number = text.Compute(RegisterClass.Bits32, "cvt.u32.u64", number);
        return text.Compute(RegisterClass.Bits32, "and.b32", number, $"{mask}");
    }

    private void MultiplyHigh(Instruction instruction, int lane)
    {
        var type = instruction.Type.Element;
        bool signed = instruction.Op == Opcode.MulHiS;
        string result = text.Define(instruction, lane);
        if (type.Bits >= 32)
        {
            text.Op($"mul.hi.{(signed ? Signed(type) : Unsigned(type))}", [result, .. Operands(instruction, lane)]);
            return;
        }
        string[] operands = signed ? Operands(instruction, lane) : [ZeroExtended(instruction, 0, lane), ZeroExtended(instruction, 1, lane)];
        string product = text.Compute(RegisterClass.Bits32, "mul.lo.s32", operands);
        string high = text.Compute(RegisterClass.Bits32, "shr.s32", product, $"{type.Bits}");
        text.Op($"cvt.s32.s{type.Bits}", result, high);
    }

    private void CountBits(Instruction instruction, int lane)
    {
        var from = instruction.Operands[0].Type.Element;
        int spare = Width(from) - from.Bits;
        string value = spare == 0 ? text.Use(instruction.Operands[0], lane) : ZeroExtended(instruction, 0, lane);
        if (instruction.Op == Opcode.TrailingZeros)
        {
            if (spare > 0)
                value = text.Compute(RegisterClass.Bits32, "or.b32", value, $"{1 << from.Bits}");
            value = text.Compute(Class(from), $"brev.{Bits(from)}", value);
        }
        string count = text.Compute(RegisterClass.Bits32, $"{(instruction.Op == Opcode.PopCount ? "popc" : "clz")}.{Bits(from)}", value);
        if (spare > 0 && instruction.Op == Opcode.LeadingZeros)
            count = text.Compute(RegisterClass.Bits32, "sub.s32", count, $"{spare}");
        text.Op(Width(instruction.Type) == 64 ? "cvt.u64.u32" : "mov.b32", text.Define(instruction, lane), count);
    }

    private void Select(Instruction instruction, int lane)
    {
        var type = instruction.Type.Element;
        var condition = instruction.Operands[0];
        string p = text.Use(condition, condition.Type.Lanes == 1 ? 0 : lane);
        string a = text.Use(instruction.Operands[1], lane), b = text.Use(instruction.Operands[2], lane), result = text.Define(instruction, lane);
        if (type.Kind != ScalarKind.I1)
        {
            text.Op($"selp.{(type.IsFloat ? PtxTypes.Float(type) : Bits(type))}", result, a, b, p);
            return;
        }
        string first = text.Compute(RegisterClass.Predicate, "and.pred", p, a);
        string second = text.Compute(RegisterClass.Predicate, "and.pred", text.Compute(RegisterClass.Predicate, "not.pred", p), b);
        text.Op("or.pred", result, first, second);
    }

    private void Round(Instruction instruction, int lane, string mode)
    {
        string type = PtxTypes.Float(instruction.Type);
        text.Op($"cvt.{mode}.{type}.{type}", text.Define(instruction, lane), text.Use(instruction.Operands[0], lane));
    }

    private void Compare(Instruction instruction, int lane)
    {
        var type = instruction.Operands[0].Type.Element;
        string result = text.Define(instruction, lane), a = text.Use(instruction.Operands[0], lane);
        if (instruction.Op is Opcode.IsNaN or Opcode.IsInfinity or Opcode.IsFinite)
        {
            string test = instruction.Op switch { Opcode.IsNaN => "notanumber", Opcode.IsInfinity => "infinite", _ => "finite" };
            text.Op($"testp.{test}.{PtxTypes.Float(type)}", result, a);
            return;
        }
        string b = text.Use(instruction.Operands[1], lane);
        if (type.Kind == ScalarKind.I1)
        {
            string differ = instruction.Op == Opcode.CmpNe ? result : text.New(RegisterClass.Predicate);
            text.Op("xor.pred", differ, a, b);
            if (instruction.Op == Opcode.CmpEq)
                text.Op("not.pred", result, differ);
            else if (instruction.Op != Opcode.CmpNe)
                throw new InvalidOperationException($"{instruction.Op} of bools has no meaning.");
            return;
        }
        var (name, unsigned) = instruction.Op switch
        {
            Opcode.CmpEq => ("eq", false),
            Opcode.CmpNe => (type.IsFloat ? "neu" : "ne", false),
            Opcode.CmpLt => ("lt", false),
            Opcode.CmpLe => ("le", false),
            Opcode.CmpGt => ("gt", false),
            Opcode.CmpGe => ("ge", false),
            Opcode.CmpLtU => ("lt", true),
            Opcode.CmpLeU => ("le", true),
            Opcode.CmpGtU => ("gt", true),
            _ => ("ge", true),
        };
        string operands = type.IsFloat ? PtxTypes.Float(type) : unsigned || type.IsPointer ? Unsigned(type) : Signed(type);
        // On floats the unsigned names mean "or unordered".
        text.Op($"setp.{name}{(type.IsFloat && unsigned ? "u" : "")}.{operands}", result, a, b);
    }
}
