using System.Reflection;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Library;

/// <summary>Puts the C# of <see cref="SingleMath"/> and its like in the place of operations that a device lacks.</summary>
internal static class MathExpansion
{
    private static readonly Dictionary<(Opcode, ScalarKind), MethodInfo> Methods = Find();

    /// <summary>The C# that computes an operation, or null where devices do it themselves.</summary>
    public static MethodInfo? MethodOf(Opcode op, ScalarKind kind) => Methods.GetValueOrDefault((op, kind));

    /// <summary>Expands all such operations of a kernel that the frontend has just translated.</summary>
    public static void Run(KernelFrontend frontend)
    {
        var function = frontend.Emit.Function;
        var substitution = new Substitution(function);
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            var block = function.Blocks[i];
            int at = block.Instructions.FindIndex(instruction => MethodOf(instruction.Op, instruction.Type.Kind) is not null);
            if (at < 0)
                continue;
            var instruction = block.Instructions[at];
            var rest = function.AddBlock();
            rest.Instructions.AddRange(block.Instructions[(at + 1)..]);
            rest.Terminator = block.Terminator;
            block.Instructions.RemoveRange(at, block.Instructions.Count - at);
            block.Terminator = null;
            frontend.Emit.Builder.Block = block;
            frontend.Emit.Builder.Location = instruction.Location;
            StackValue[] arguments = Array.ConvertAll<Value, StackValue>(instruction.Operands, operand => new ScalarValue(operand));
            var result = (ScalarValue)frontend.Inline(MethodOf(instruction.Op, instruction.Type.Kind)!, arguments)!;
            frontend.Emit.Builder.Jump(rest);
            substitution.Replace(instruction, result.Value);
        }
        substitution.Apply();
    }

    private static Dictionary<(Opcode, ScalarKind), MethodInfo> Find()
    {
        var rows = new Dictionary<(Opcode, ScalarKind), MethodInfo>();
        foreach (var type in (Type[])[typeof(SingleMath), typeof(DoubleMath), typeof(FloatRemainder)])
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
                rows.Add((method.Name == "Rem" ? Opcode.FRem : Enum.Parse<Opcode>(method.Name),
                    method.ReturnType == typeof(float) ? ScalarKind.F32 : ScalarKind.F64), method);
        return rows;
    }
}
