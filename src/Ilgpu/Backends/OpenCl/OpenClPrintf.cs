using System.Globalization;
using System.Text;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Interop.Write as a printf.</summary>
internal static class OpenClPrintf
{
    /// <summary>The statement; .NET's {0} become printf's conversions by the operands' types.</summary>
    public static string Statement(Instruction instruction, Func<Value, string> name)
    {
        string format = instruction.Text ?? "";
        int first = (int)instruction.Immediate;
        var text = new StringBuilder(first == 0 ? "printf(\"" : $"if ({name(instruction.Operands[0])}) printf(\"");
        var arguments = new List<string>();
        for (int i = 0; i < format.Length; i++)
        {
            int end = format[i] == '{' ? format.IndexOf('}', i) : -1;
            if (end > i && int.TryParse(format.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && first + index < instruction.Operands.Length)
            {
                var operand = instruction.Operands[first + index];
                text.Append(Conversion(operand.Type));
                arguments.Add(Argument(operand, name(operand)));
                i = end;
                continue;
            }
            if ((format[i] is '{' or '}') && i + 1 < format.Length && format[i + 1] == format[i])
                i++;
            text.Append(Escape(format[i]));
        }
        text.Append('"');
        foreach (string argument in arguments)
            text.Append(", ").Append(argument);
        return text.Append(");").ToString();
    }

    private static string Conversion(IrType type) => type.Kind switch
    {
        ScalarKind.I64 or ScalarKind.Pointer => "%ld",
        ScalarKind.F32 or ScalarKind.F64 => "%g",
        _ => "%d",
    };

    private static string Argument(Value value, string name) => value.Type.Kind switch
    {
        ScalarKind.F32 or ScalarKind.F64 => name,
        ScalarKind.I64 or ScalarKind.Pointer => $"(long){name}",
        ScalarKind.I1 => $"(int){name}",
        _ => $"(int)({OpenClTypes.Signed(value.Type)}){name}",
    };

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "",
        '\t' => "\\t",
        '%' => "%%",
        _ => c.ToString(),
    };
}
