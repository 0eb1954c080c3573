using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>a*b + c, a*b - c and c - a*b of floats become one fma where the product has no other use. One rounding instead of two.</summary>
internal static class ContractMultiplyAdd
{
    public static bool Run(Function function)
    {
        var uses = new Uses(function);
        bool changed = false;
        foreach (var block in function.Blocks)
        {
            var instructions = block.Instructions;
            for (int i = 0; i < instructions.Count; i++)
            {
                var sum = instructions[i];
                if (!sum.Type.IsFloat || sum.Op is not (Opcode.Add or Opcode.Sub))
                    continue;
                int at = IsProduct(sum.Operands[1], uses) ? 1 : IsProduct(sum.Operands[0], uses) ? 0 : -1;
                if (at < 0)
                    continue;
                var product = (Instruction)sum.Operands[at];
                var (a, b, c) = (product.Operands[0], product.Operands[1], sum.Operands[1 - at]);
                if (sum.Op == Opcode.Sub)
                {
                    var negated = at == 1 ? a : c;
                    var negation = function.Create(Opcode.Neg, sum.Type, negated);
                    negation.Location = sum.Location;
                    instructions.Insert(i++, negation);
                    if (at == 1)
                        a = negation;
                    else
                        c = negation;
                }
                sum.Op = Opcode.Fma;
                sum.Operands = [a, b, c];
                changed = true;
            }
        }
        return changed;
    }

    private static bool IsProduct(Value value, Uses uses) =>
        value is Instruction { Op: Opcode.Mul } product && product.Id < uses.ValueCount && uses.Count(product) == 1;
}
