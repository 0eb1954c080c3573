using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>One IL instruction. The operand is an int, long, float, double, token (int), branch target (int) or targets (int[]).</summary>
internal readonly record struct IlInstruction(int Offset, int Next, OpCode Code, object? Operand)
{
    public int Target => (int)Operand!;
    public int[] Targets => (int[])Operand!;
    public int Token => (int)Operand!;
}

/// <summary>Decodes the bytes of a method body (ECMA-335, partition III).</summary>
internal static class IlReader
{
    private static readonly OpCode[] OneByte = new OpCode[256], TwoByte = new OpCode[256];
    private static readonly bool[] KnownOneByte = new bool[256], KnownTwoByte = new bool[256];

    static IlReader()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is not OpCode { OpCodeType: not OpCodeType.Nternal } code)
                continue;
            bool two = code.Size == 2;
            (two ? TwoByte : OneByte)[code.Value & 0xff] = code;
            (two ? KnownTwoByte : KnownOneByte)[code.Value & 0xff] = true;
        }
    }

    /// <exception cref="InvalidDataException">A byte is no opcode.</exception>
    public static List<IlInstruction> Read(ReadOnlySpan<byte> il)
    {
        var instructions = new List<IlInstruction>(il.Length / 2);
        int position = 0;
        while (position < il.Length)
        {
            int offset = position;
            bool two = il[position] == 0xfe;
            if (two)
                position++;
            int value = il[position++];
            if (!(two ? KnownTwoByte : KnownOneByte)[value])
                throw new InvalidDataException($"Byte 0x{value:x2} at IL_{offset:x4} is no IL opcode.");
            var code = (two ? TwoByte : OneByte)[value];
            object? operand = Operand(il, code, ref position);
            instructions.Add(new IlInstruction(offset, position, code, operand));
        }
        return instructions;
    }

    private static object? Operand(ReadOnlySpan<byte> il, OpCode code, ref int position)
    {
        var rest = il[position..];
        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                return null;
            case OperandType.ShortInlineI:
                position += 1;
                return code == OpCodes.Ldc_I4_S ? (int)(sbyte)rest[0] : (int)rest[0];
            case OperandType.ShortInlineVar:
                position += 1;
                return (int)rest[0];
            case OperandType.InlineVar:
                position += 2;
                return (int)BinaryPrimitives.ReadUInt16LittleEndian(rest);
            case OperandType.ShortInlineBrTarget:
                position += 1;
                return position + (sbyte)rest[0];
            case OperandType.InlineBrTarget:
                position += 4;
                return position + BinaryPrimitives.ReadInt32LittleEndian(rest);
            case OperandType.InlineI8:
                position += 8;
                return BinaryPrimitives.ReadInt64LittleEndian(rest);
            case OperandType.ShortInlineR:
                position += 4;
                return BinaryPrimitives.ReadSingleLittleEndian(rest);
            case OperandType.InlineR:
                position += 8;
                return BinaryPrimitives.ReadDoubleLittleEndian(rest);
            case OperandType.InlineSwitch:
                int count = BinaryPrimitives.ReadInt32LittleEndian(rest);
                position += 4 + 4 * count;
                var targets = new int[count];
                for (int i = 0; i < count; i++)
                    targets[i] = position + BinaryPrimitives.ReadInt32LittleEndian(rest[(4 + 4 * i)..]);
                return targets;
            default:
                position += 4;
                return BinaryPrimitives.ReadInt32LittleEndian(rest);
        }
    }
}
