using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Which values are computed on the evaluation stack where they are used: those with one use shortly behind in the same block, when
/// nothing in between could change them.
/// </summary>
internal sealed class StackFolding
{
    private const int Reach = 32;
    private readonly bool[] _folded;

    public StackFolding(Function function)
    {
        _folded = new bool[function.ValueCount];
        var uses = new Uses(function);
        var position = new int[function.ValueCount];
        foreach (var block in function.Blocks)
        {
            var effects = new int[block.Instructions.Count + 1];
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                position[block.Instructions[i].Id] = i;
                effects[i + 1] = effects[i] + (block.Instructions[i].Info.Has(OpTraits.Effect) ? 1 : 0);
            }
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
                _folded[block.Instructions[i].Id] = CanFold(block, i, uses, position, effects);
        }
    }

    public bool IsFolded(Instruction instruction) => _folded[instruction.Id];

    private static bool CanFold(Block block, int at, Uses uses, int[] position, int[] effects)
    {
        var value = block.Instructions[at];
        if (value.Info.Has(OpTraits.Effect | OpTraits.Convergent) || value.Type.Kind == ScalarKind.Void || !IsPlain(value) || uses.Count(value) != 1)
            return false;
        var use = uses.Of(value)[0];
        if (use.Block != block)
            return false;
        if (use.IsSelector)
            return !value.Info.Has(OpTraits.Reads) || effects[^1] == effects[at];
        if (use.User is not { } user || !IsPlain(user))
            return false;
        int to = position[user.Id];
        return to - at <= Reach && (!value.Info.Has(OpTraits.Reads) || effects[to] == effects[at]);
    }

    /// <summary>The operation pushes each operand once and leaves one value.</summary>
    private static bool IsPlain(Instruction instruction)
    {
        if (VectorOps.NeedsMemory(instruction))
            return false;
        if (instruction.Type.IsVector && VectorApi.Parts(instruction.Type.Kind) > 1)
            return false;
        foreach (var operand in instruction.Operands)
            if (operand.Type.IsVector && VectorApi.Parts(operand.Type.Kind) > 1)
                return false;
        return !instruction.Type.IsVector && !instruction.Operands.Any(operand => operand.Type.IsVector)
            ? ScalarOps.IsPlain(instruction)
            : VectorOps.IsPlain(instruction);
    }
}
