using System.Text;
using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.OpenCl.OpenClTypes;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>
/// Small functions in front of the kernel, where OpenCL C has no operation with .NET's meaning. Each is written once, on first use,
/// and works for one lane as for many: `?:` picks lane by lane on vectors.
/// </summary>
internal sealed class OpenClHelpers(OpenClTarget target)
{
    /// <summary>In front of a loop that a compiler is not to write out.</summary>
    public const string KeepLoop = "#pragma unroll 1";

    private readonly HashSet<string> _written = [];
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    /// <summary>The type that memory is accessed through: it may alias others and need only be aligned as stated.</summary>
    public string MemoryType(IrType type, int alignment)
    {
        type = InMemory(type);
        alignment = Math.Clamp(alignment, 1, type.Bytes);
        string name = $"cg_{Name(type)}_a{alignment}";
        if (_written.Add(name))
            _text.Append($"typedef {Name(type)} {name} __attribute__((aligned({alignment}), may_alias));\n");
        return name;
    }

    /// <summary>
    /// The address of local memory as a number. PoCL's compiler crashes on constant expressions made of it (docs/opencl.md), so a zero is
    /// added that no compiler knows.
    /// </summary>
    public string LocalAddress()
    {
        const string name = "cg_address_local";
        if (_written.Add(name))
            Function("ulong", name, "__local uchar* p", "return (ulong)p + (get_work_dim() >> 8);");
        return name;
    }

    /// <summary>.NET's Min or Max: NaN wins, -0 is below +0.</summary>
    public string FloatMinMax(IrType type, bool max)
    {
        string name = $"cg_f{(max ? "max" : "min")}_{Name(type)}";
        if (!_written.Add(name))
            return name;
        string t = Name(type);
        var bits = IntegerOfSize(type.ElementBytes).WithLanes(type.Lanes);
        // Equal operands differ at most in the sign of a zero: `or` keeps the minus, `and` drops it.
        Function(t, name, $"{t} a, {t} b",
            $"{t} equal = as_{t}(as_{Name(bits)}(a) {(max ? "&" : "|")} as_{Name(bits)}(b));",
            $"{t} least = a {(max ? ">" : "<")} b ? a : (b {(max ? ">" : "<")} a ? b : equal);",
            "return a != a ? a : (b != b ? b : least);");
        return name;
    }

    /// <summary>Division or remainder that cannot trap: a divisor of 0, or the overflowing quotient, is divided by 1.</summary>
    public string Division(IrType type, bool signed, bool remainder)
    {
        string name = $"cg_{(remainder ? "rem" : "div")}_{(signed ? Signed(type) : Name(type))}";
        if (!_written.Add(name))
            return name;
        string u = Name(type), t = signed ? Signed(type) : u;
        string lowest = type.Bits == 64 ? "0x8000000000000000ul" : $"0x{1u << (type.Bits - 1):x}u";
        string unsafeDivisor = signed ? $"(b == ({t})(0)) | ((b == ({t})(-1)) & (a == ({t})({Signed(type.Element)}){lowest}))" : $"b == ({t})(0)";
        Function(t, name, $"{t} a, {t} b",
            $"b = ({unsafeDivisor}) ? ({t})(1) : b;",
            $"return a {(remainder ? "%" : "/")} b;");
        return name;
    }

    /// <summary>
    /// The exact remainder of floats with the dividend's sign, by shifting and subtracting: fmod of some drivers is only close
    /// (PoCL 3.1 on double16).
    /// </summary>
    public string FloatRemainder(IrType type)
    {
        string name = $"cg_frem_{Name(type)}";
        if (!_written.Add(name))
            return name;
        string t = Name(type);
        if (type.Lanes > 1)
        {
            string scalar = FloatRemainder(type.Element);
            var lanes = Enumerable.Range(0, type.Lanes).Select(lane => $"{scalar}(a.s{lane:x}, b.s{lane:x})");
            Function(t, name, $"{t} a, {t} b", $"return ({t})({string.Join(", ", lanes)});");
            return name;
        }
        var bits = IntegerOfSize(type.ElementBytes);
        string u = Name(bits), one = $"({u})(1)";
        int mantissa = type.Kind == ScalarKind.F32 ? 23 : 52, top = type.Bits - 1, spare = top - mantissa;
        string infinity = $"(((({one}) << {spare}) - 1) << {mantissa})";
        Function(t, name, $"{t} a, {t} b",
            $"{u} sign = as_{u}(a) & ({one} << {top}), x = as_{u}(a) ^ sign, y = as_{u}(b) & ~({one} << {top});",
            $"if (y == 0 || x >= {infinity} || y > {infinity}) return as_{t}({infinity} | ({one} << {mantissa - 1}));",
            "if (x < y) return a;",
            $"int ex = (int)(x >> {mantissa}), ey = (int)(y >> {mantissa}), shift;",
            $"if (ex == 0) {{ shift = (int)clz(x) - {spare}; x <<= shift; ex = 1 - shift; }} else x = (x & (({one} << {mantissa}) - 1)) | ({one} << {mantissa});",
            $"if (ey == 0) {{ shift = (int)clz(y) - {spare}; y <<= shift; ey = 1 - shift; }} else y = (y & (({one} << {mantissa}) - 1)) | ({one} << {mantissa});",
            "for (; ex > ey; ex--) { if (x >= y) x -= y; x <<= 1; }",
            "if (x >= y) x -= y;",
            $"if (x == 0) return as_{t}(sign);",
            $"shift = (int)clz(x) - {spare}; x <<= shift; ex -= shift;",
            $"return as_{t}((ex > 0 ? (x - ({one} << {mantissa})) | (({u})ex << {mantissa}) : x >> (1 - ex)) | sign);");
        return name;
    }

    /// <summary>Float to integer, saturating, NaN to 0.</summary>
    public string ToInteger(IrType from, IrType to, bool signed)
    {
        string t = signed ? Signed(to) : Name(to), f = Name(from);
        string name = $"cg_{f}_to_{t}";
        if (!_written.Add(name))
            return name;
        string element = from.Kind == ScalarKind.F32 ? "f" : "";
        int power = signed ? to.Bits - 1 : to.Bits;
        string above = $"({f})(0x1p{power}{element})", below = signed ? $"({f})(-0x1p{power}{element})" : $"({f})(0)";
        string most = to.Bits == 64
            ? signed ? "0x7ffffffffffffffful" : "0xfffffffffffffffful"
            : $"0x{(signed ? (1ul << (to.Bits - 1)) - 1 : (1ul << to.Bits) - 1):x}u";
        string over = to.Lanes == 1 ? "over" : $"convert_{Mask(to)}(over)";
        Function(t, name, $"{f} x",
            $"x = x != x ? ({f})(0) : x;",
            $"{Mask(from)} over = x >= {above};",
            $"x = over ? ({f})(0) : (x < {below} ? {below} : x);",
            $"return {over} ? ({t})({most}) : convert_{t}(x);");
        return name;
    }

    public string TrailingZeros(IrType type)
    {
        string name = $"cg_ctz_{Name(type)}", t = Name(type);
        if (_written.Add(name))
            Function(t, name, $"{t} x", $"return x == ({t})(0) ? ({t})({type.Bits}) : ({t})({type.Bits - 1}) - clz(({t})(x & -x));");
        return name;
    }

    /// <summary>Whether any (all) of a mask's lanes are set.</summary>
    public string MaskTest(int lanes, bool all)
    {
        string name = $"cg_{(all ? "all" : "any")}{lanes}";
        if (!_written.Add(name))
            return name;
        char op = all ? '&' : '|';
        var halves = new List<string>();
        string part = "m";
        for (int n = lanes / 2; n >= 1; n /= 2)
        {
            halves.Add($"int{(n == 1 ? "" : n)} m{n} = {part}.lo {op} {part}.hi;");
            part = $"m{n}";
        }
        _text.Append("#if defined(__has_builtin) && __has_builtin(__builtin_reduce_or) && __has_builtin(__builtin_reduce_and)\n");
        Function("bool", name, $"int{lanes} m", $"return __builtin_reduce_{(all ? "and" : "or")}(m) != 0;");
        _text.Append("#else\n");
        Function("bool", name, $"int{lanes} m", [.. halves, "return m1 != 0;"]);
        _text.Append("#endif\n");
        return name;
    }

    /// <summary>An atomic that the device lacks, by compare-exchange of the bits; yields the value before.</summary>
    public string AtomicLoop(IrType type, AtomicKind kind, AddressSpace space)
    {
        string t = Name(type), name = $"cg_atomic_{kind.ToString().ToLowerInvariant()}_{t}_{Space(space).Trim('_')}";
        if (_written.Contains(name))
            return name;
        string combined = kind switch
        {
            AtomicKind.FAdd => "before + value",
            AtomicKind.FMin => $"{FloatMinMax(type, max: false)}(before, value)",
            AtomicKind.FMax => $"{FloatMinMax(type, max: true)}(before, value)",
            AtomicKind.Add => "before + value",
            AtomicKind.And => "before & value",
            AtomicKind.Or => "before | value",
            AtomicKind.Xor => "before ^ value",
            AtomicKind.MinS => $"({t})min(({Signed(type)})before, ({Signed(type)})value)",
            AtomicKind.MaxS => $"({t})max(({Signed(type)})before, ({Signed(type)})value)",
            AtomicKind.MinU => "min(before, value)",
            AtomicKind.MaxU => "max(before, value)",
            _ => "value",
        };
        _written.Add(name);
        string bits = Name(IntegerOfSize(type.ElementBytes));
        string exchange = type.ElementBytes == 8 ? "atom_cmpxchg" : "atomic_cmpxchg";
        Function(t, name, $"volatile {Space(space)} {bits}* p, {t} value",
            $"{bits} seen = *p, expected;",
            $"do {{ expected = seen; {t} before = as_{t}(expected); seen = {exchange}(p, expected, as_{bits}({combined})); }} while (seen != expected);",
            $"return as_{t}(seen);");
        return name;
    }

    /// <summary>Vector at a pointer, only the lanes of the mask; whole when all are set.</summary>
    public string MaskedLoad(IrType type, AddressSpace space)
    {
        var memory = InMemory(type);
        string t = Name(memory), name = $"cg_load_{t}_{Space(space).Trim('_')}";
        if (_written.Contains(name))
            return name;
        string vector = MemoryType(memory, memory.ElementBytes), element = MemoryType(memory.Element, memory.ElementBytes);
        string all = MaskTest(type.Lanes, all: true);
        _written.Add(name);
        Function(t, name, $"const {Space(space)} uchar* p, int{type.Lanes} m, {t} v",
            $"if ({all}(m)) return *(const {Space(space)} {vector}*)p;",
            $"const {Space(space)} {element}* q = (const {Space(space)} {element}*)p;",
            $"int ms[{type.Lanes}]; vstore{type.Lanes}(m, 0, ms);",
            $"{Name(memory.Element)} vs[{type.Lanes}]; vstore{type.Lanes}(v, 0, vs);",
            KeepLoop,
            $"for (int lane = 0; lane < {type.Lanes}; lane++)",
            "    if (ms[lane]) vs[lane] = q[lane];",
            $"return vload{type.Lanes}(0, vs);");
        return name;
    }

    /// <summary>Stores the lanes of the mask; whole when all are set.</summary>
    public string MaskedStore(IrType type, AddressSpace space)
    {
        var memory = InMemory(type);
        string t = Name(memory), name = $"cg_store_{t}_{Space(space).Trim('_')}";
        if (_written.Contains(name))
            return name;
        string vector = MemoryType(memory, memory.ElementBytes), element = MemoryType(memory.Element, memory.ElementBytes);
        string all = MaskTest(type.Lanes, all: true);
        _written.Add(name);
        Function("void", name, $"{Space(space)} uchar* p, int{type.Lanes} m, {t} v",
            $"if ({all}(m)) {{ *({Space(space)} {vector}*)p = v; return; }}",
            $"{Space(space)} {element}* q = ({Space(space)} {element}*)p;",
            $"int ms[{type.Lanes}]; vstore{type.Lanes}(m, 0, ms);",
            $"{Name(memory.Element)} vs[{type.Lanes}]; vstore{type.Lanes}(v, 0, vs);",
            KeepLoop,
            $"for (int lane = 0; lane < {type.Lanes}; lane++)",
            "    if (ms[lane]) q[lane] = vs[lane];");
        return name;
    }

    /// <summary>Names of the components of a vector, first to last.</summary>
    public static IEnumerable<char> Lanes(int count) => "0123456789abcdef".Take(count);

    /// <summary>Extensions the printed program needs.</summary>
    public string Pragmas()
    {
        var text = new StringBuilder("#pragma OPENCL FP_CONTRACT OFF\n");
        if (target.HasDouble)
            text.Append("#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n");
        if (target.HasAtomics64)
            text.Append("#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable\n");
        if (target.HasSubGroups)
            text.Append("#pragma OPENCL EXTENSION cl_intel_subgroups : enable\n");
        return text.ToString();
    }

    private void Function(string result, string name, string parameters, params IEnumerable<string> lines)
    {
        _text.Append($"static {result} {name}({parameters})\n{{\n");
        foreach (string line in lines)
            _text.Append("    ").Append(line).Append('\n');
        _text.Append("}\n");
    }
}
