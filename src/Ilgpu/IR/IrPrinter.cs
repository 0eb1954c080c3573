using System.Globalization;
using System.Text;

namespace ConvGpu.Ilgpu.IR;

/// <summary>
/// The text form of a function, which <see cref="IrParser"/> reads back. Values and blocks are numbered in the order of the text.
/// <code>
/// kernel axpy group(64, 1, 1)
/// param %0:ptr.global x
/// b0:
///   %1:i32 = thread
///   %2:ptr.global = ptradd %0, %1 #4
///   %3:f32 = load %2
///   %4:f32 = mul %3, f32 2
///   store %2, %4
///   br %5, b1(%4), b2
/// b1(%6:f32):
///   ret
/// </code>
/// Behind # stand the immediates up to the last that is not 0; a load's or store's is left out when it is the element's size.
/// </summary>
internal static class IrPrinter
{
    public static string Print(Function function, bool locations = false)
    {
        var text = new StringBuilder();
        var names = new Dictionary<Value, int>();
        var blocks = new Dictionary<Block, int>();
        foreach (var parameter in function.Parameters)
            names.Add(parameter, names.Count);
        foreach (var block in function.Blocks)
        {
            blocks.Add(block, blocks.Count);
            foreach (var parameter in block.Parameters)
                names.Add(parameter, names.Count);
            foreach (var instruction in block.Instructions)
                if (instruction.Type != IrType.Void)
                    names.Add(instruction, names.Count);
        }
        var writer = new Writer(text, names, blocks, locations);
        writer.Function(function);
        return text.ToString();
    }

    /// <summary>One instruction with raw ids, for messages.</summary>
    public static string Describe(Instruction instruction)
    {
        var text = new StringBuilder();
        new Writer(text, null, null, false).Instruction(instruction);
        return text.ToString();
    }

    /// <summary>A constant as it stands in the text, its type in front.</summary>
    public static string Literal(Constant constant) => constant.Type.Kind switch
    {
        ScalarKind.I1 => constant.Bits != 0 ? $"{constant.Type} true" : $"{constant.Type} false",
        ScalarKind.F32 when float.IsNaN(constant.AsFloat) => $"{constant.Type} 0x{(uint)constant.Bits:x8}",
        ScalarKind.F32 => $"{constant.Type} {constant.AsFloat.ToString("R", CultureInfo.InvariantCulture)}",
        ScalarKind.F64 when double.IsNaN(constant.AsDouble) => $"{constant.Type} 0x{constant.Bits:x16}",
        ScalarKind.F64 => $"{constant.Type} {constant.AsDouble.ToString("R", CultureInfo.InvariantCulture)}",
        _ => $"{constant.Type} {constant.Bits}",
    };

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    private sealed class Writer(StringBuilder text, Dictionary<Value, int>? names, Dictionary<Block, int>? blocks, bool locations)
    {
        public void Function(Function function)
        {
            text.Append("kernel ").Append(function.Name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') ? function.Name : Quote(function.Name));
            var (x, y, z) = function.KnownGroupDimension;
            if ((x, y, z) != (0, 0, 0))
                text.Append($" group({x}, {y}, {z})");
            text.Append('\n');
            foreach (var parameter in function.Parameters)
                text.Append($"param {Name(parameter)}:{parameter.Type} {parameter.Name}\n");
            foreach (var block in function.Blocks)
                Block(block);
        }

        public void Instruction(Instruction instruction)
        {
            if (instruction.Type != IrType.Void)
                text.Append($"{Name(instruction)}:{instruction.Type} = ");
            text.Append(instruction.Info.Name);
            for (int i = 0; i < instruction.Operands.Length; i++)
                text.Append(i == 0 ? " " : ", ").Append(Name(instruction.Operands[i]));
            Immediates(instruction);
            if (instruction.Text is { } message)
                text.Append(' ').Append(Quote(message));
            if (locations && instruction.Location.Method is not null)
                text.Append("  ; ").Append(instruction.Location);
        }

        private void Block(Block block)
        {
            text.Append(Name(block));
            if (block.Parameters.Count > 0)
                text.Append('(').AppendJoin(", ", block.Parameters.Select(p => $"{Name(p)}:{p.Type}")).Append(')');
            text.Append(":\n");
            foreach (var instruction in block.Instructions)
            {
                text.Append("  ");
                Instruction(instruction);
                text.Append('\n');
            }
            text.Append("  ").Append(block.Terminator switch
            {
                Jump jump => $"br {Edge(jump.Edge)}",
                Branch branch => $"br {Name(branch.Condition)}, {Edge(branch.IfTrue)}, {Edge(branch.IfFalse)}",
                Switch select => $"switch {Name(select.Value)}, {string.Join(", ", select.Edges.Select(Edge))}",
                Return => "ret",
                _ => "; unfinished",
            }).Append('\n');
        }

        private void Immediates(Instruction instruction)
        {
            long[] all = [instruction.Immediate, instruction.Immediate2, instruction.Immediate3];
            int count = all[2] != 0 ? 3 : all[1] != 0 ? 2 : all[0] != 0 ? 1 : 0;
            if (count == 0 || (count == 1 && all[0] == DefaultAlignment(instruction)))
                return;
            text.Append(" #").AppendJoin(", ", all.Take(count));
        }

        private string Edge(Edge edge) =>
            edge.Arguments.Length == 0 ? Name(edge.Target) : $"{Name(edge.Target)}({string.Join(", ", edge.Arguments.Select(Name))})";

        private string Name(Block block) => blocks is null ? $"b{block.Id}" : blocks.TryGetValue(block, out int at) ? $"b{at}" : "b?";

        private string Name(Value value) =>
            value is Constant constant ? Literal(constant)
            : names is null ? $"%{value.Id}"
            : names.TryGetValue(value, out int at) ? $"%{at}" : $"%?{value.Id}";
    }

    /// <summary>What a load's or store's first immediate is when the text leaves it out; 0 for other opcodes.</summary>
    public static long DefaultAlignment(Instruction instruction) => instruction.Op switch
    {
        Opcode.Load or Opcode.MaskedLoad => instruction.Type.ElementBytes,
        Opcode.Store => instruction.Operands[1].Type.ElementBytes,
        Opcode.MaskedStore => instruction.Operands[2].Type.ElementBytes,
        _ => 0,
    };
}
