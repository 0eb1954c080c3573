using System.Globalization;
using System.Text;
using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Interop.Write by the driver's vprintf, and asserts that put their number into a word of the host.</summary>
internal sealed class PtxDebug(PtxWriter text)
{
    private readonly StringBuilder _module = new();
    private readonly List<(string, SourceLocation)> _asserts = [];
    private int _formats;
    private int _argumentBytes;

    /// <summary>What stands in front of the entry: the declaration of vprintf and the formats.</summary>
    public string Module => _module.ToString();

    /// <summary>The variable for vprintf's arguments, or nothing.</summary>
    public string Local => _argumentBytes == 0 ? "" : $"\t.local .align 8 .b8 print_arguments[{_argumentBytes}];\n";

    public IReadOnlyList<(string Message, SourceLocation Location)> Asserts => _asserts;

    /// <summary>The register with the address of the word for asserts.</summary>
    public string? Report { get; private set; }

    public bool TryWrite(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Assert:
                Assert(instruction);
                return true;
            case Opcode.Print:
                Print(instruction);
                return true;
            default:
                return false;
        }
    }

    private void Assert(Instruction instruction)
    {
        _asserts.Add((instruction.Text ?? "assertion failed", instruction.Location));
        Report ??= text.New(RegisterClass.Bits64);
        string holds = text.Use(instruction.Operands[0]);
        string none = text.Move(RegisterClass.Bits32, "0"), number = text.Move(RegisterClass.Bits32, $"{_asserts.Count}");
        // The first failure stays; the number before is not read.
        text.Line($"@!{holds} atom.global.cas.b32 {text.New(RegisterClass.Bits32)}, [{Report}], {none}, {number}");
        // What the assert guards would be an illegal access: it would end the context, and the report with it.
        text.Line($"@!{holds} exit");
    }

    private void Print(Instruction instruction)
    {
        var (format, arguments) = Format(instruction);
        if (_formats == 0)
            _module.Append(".extern .func (.param .b32 result) vprintf (.param .b64 format, .param .b64 arguments);\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(format), 0];
        string name = $"format{_formats++}";
        _module.Append($".global .align 1 .b8 {name}[{bytes.Length}] = {{{string.Join(", ", bytes)}}};\n");
        string buffer = text.Move(RegisterClass.Bits64, "print_arguments");
        int end = 0;
        foreach (var argument in arguments)
        {
            // The buffer is a struct of the arguments: each lies at a multiple of its size.
            int size = ArgumentBytes(argument.Type);
            int offset = (end + size - 1) / size * size;
            Store(buffer, offset, argument);
            end = offset + size;
        }
        _argumentBytes = Math.Max(_argumentBytes, Math.Max(end, 8));
        string generic = text.Compute(RegisterClass.Bits64, "cvta.local.u64", buffer);
        string formats = text.Compute(RegisterClass.Bits64, "cvta.global.u64", text.Move(RegisterClass.Bits64, name));
        text.Raw("\t{");
        text.Line(".param .b64 format_argument");
        text.Line($"st.param.b64 [format_argument], {formats}");
        text.Line(".param .b64 buffer_argument");
        text.Line($"st.param.b64 [buffer_argument], {generic}");
        text.Line(".param .b32 written");
        text.Line("call (written), vprintf, (format_argument, buffer_argument)");
        text.Raw("\t}");
    }

    /// <summary>An argument as C passes it to printf: floats as double, integers in at least 32 bits.</summary>
    private void Store(string buffer, int offset, Value value)
    {
        string operand = text.Register(value);
        switch (Class(value.Type))
        {
            case RegisterClass.Predicate:
                text.Op("st.local.b32", $"[{buffer}+{offset}]", text.Compute(RegisterClass.Bits32, "selp.b32", "1", "0", operand));
                break;
            case RegisterClass.Float32:
                text.Op("st.local.f64", $"[{buffer}+{offset}]", text.Compute(RegisterClass.Float64, "cvt.f64.f32", operand));
                break;
            case var register:
                text.Op($"st.local.{PtxTypes.Move(register)}", $"[{buffer}+{offset}]", operand);
                break;
        }
    }

    /// <summary>.NET's {0} as printf's conversions by the operands' types, and the operands in the order of the conversions.</summary>
    private static (string Format, List<Value> Arguments) Format(Instruction instruction)
    {
        string format = instruction.Text ?? "";
        var result = new StringBuilder();
        var arguments = new List<Value>();
        for (int i = 0; i < format.Length; i++)
        {
            int end = format[i] == '{' ? format.IndexOf('}', i) : -1;
            if (end > i && int.TryParse(format.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < instruction.Operands.Length)
            {
                arguments.Add(instruction.Operands[index]);
                result.Append(Conversion(instruction.Operands[index].Type));
                i = end;
                continue;
            }
            if ((format[i] is '{' or '}') && i + 1 < format.Length && format[i + 1] == format[i])
                i++;
            result.Append(format[i] == '%' ? "%%" : format[i] == '\r' ? "" : format[i].ToString());
        }
        return (result.ToString(), arguments);
    }

    private static int ArgumentBytes(IrType type) =>
        Class(type) is RegisterClass.Bits64 or RegisterClass.Float32 or RegisterClass.Float64 ? 8 : 4;

    private static string Conversion(IrType type) => Class(type) switch
    {
        RegisterClass.Bits64 => "%lld",
        RegisterClass.Float32 or RegisterClass.Float64 => "%g",
        _ => "%d",
    };
}
