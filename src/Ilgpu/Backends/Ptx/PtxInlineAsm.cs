using System.Globalization;
using System.Text;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>Inline PTX with registers in place of %0, %1... Narrow integers stand in 16-bit registers, as PTX wants them.</summary>
internal sealed class PtxInlineAsm(PtxWriter text)
{
    private readonly Dictionary<Instruction, string[]> _registers = [];

    public bool TryWrite(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.InlineAsm:
                Write(instruction);
                return true;
            case Opcode.AsmResult:
                string left = _registers[(Instruction)instruction.Operands[0]][instruction.Immediate];
                if (IsNarrow(instruction.Type))
                    text.Op($"cvt.s32.s{instruction.Type.Bits}", text.Define(instruction), left);
                else
                    text.Alias(instruction, left);
                return true;
            default:
                return false;
        }
    }

    private void Write(Instruction instruction)
    {
        string[] parts = instruction.Text!.Split('\n', 2), types = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var registers = new string[types.Length];
        int operand = 0;
        for (int i = 0; i < types.Length; i++)
        {
            bool written = (instruction.Immediate >> i & 1) != 0;
            var value = (instruction.Immediate2 >> i & 1) != 0 ? instruction.Operands[operand++] : null;
            registers[i] = value is not null && !written && !IsNarrow(value.Type) ? text.Register(value) : text.New(ClassOf(types[i]));
            if (value is not null && IsNarrow(value.Type))
                text.Op("cvt.u16.u32", registers[i], text.Register(value));
            else if (value is not null && written)
                text.Op($"mov.{PtxTypes.Move(PtxTypes.Class(value.Type))}", registers[i], text.Use(value));
        }
        _registers.Add(instruction, registers);
        foreach (string line in Fill(parts[1], registers).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            text.Raw($"\t{line}{(line[^1] is ';' or '{' or '}' or ':' ? "" : ";")}");
    }

    private static bool IsNarrow(IrType type) => type.Kind is ScalarKind.I8 or ScalarKind.I16;

    private static RegisterClass ClassOf(string type) => type switch
    {
        "i1" => RegisterClass.Predicate,
        "i8" or "i16" => RegisterClass.Bits16,
        "i32" => RegisterClass.Bits32,
        "f32" => RegisterClass.Float32,
        "f64" => RegisterClass.Float64,
        _ => RegisterClass.Bits64,
    };

    private static string Fill(string template, string[] registers)
    {
        var result = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '%')
            {
                result.Append(template[i]);
                continue;
            }
            int end = i + 1;
            while (end < template.Length && char.IsAsciiDigit(template[end]))
                end++;
            if (end > i + 1)
            {
                int number = int.Parse(template.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture);
                result.Append(number < registers.Length ? registers[number]
                    : throw new InvalidOperationException($"Inline PTX names %{number} of {registers.Length} arguments: {template}"));
                i = end - 1;
                continue;
            }
            result.Append('%');
            if (end < template.Length && template[end] == '%')
                i++;
        }
        return result.ToString();
    }
}
