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
        // Where a value is computed in the end: a chain of folded values is computed at the last one's use.
        var computed = new int[function.ValueCount];
        foreach (var block in function.Blocks)
        {
            var effects = new int[block.Instructions.Count + 1];
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                position[block.Instructions[i].Id] = i;
                effects[i + 1] = effects[i] + (block.Instructions[i].Info.Has(OpTraits.Effect) ? 1 : 0);
            }
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                int id = block.Instructions[i].Id;
                computed[id] = i;
                if (CanFold(block, i, uses, position, computed, effects) is { } place)
                    (_folded[id], computed[id]) = (true, place);
            }
        }
    }

    public bool IsFolded(Instruction instruction) => _folded[instruction.Id];

    /// <summary>Where in the block the value is computed when it is folded into its use; null when it cannot be.</summary>
    private static int? CanFold(Block block, int at, Uses uses, int[] position, int[] computed, int[] effects)
    {
        var value = block.Instructions[at];
        if (value.Info.Has(OpTraits.Effect | OpTraits.Convergent) || value.Type.Kind == ScalarKind.Void || !IsPlain(value) || uses.Count(value) != 1)
            return null;
        var use = uses.Of(value)[0];
        if (use.Block != block)
            return null;
        int place = block.Instructions.Count;
        if (!use.IsSelector)
        {
            if (use.User is not { } user || !IsPlain(user) || position[user.Id] - at > Reach)
                return null;
            place = computed[user.Id];
        }
        return !value.Info.Has(OpTraits.Reads) || effects[place] == effects[at] ? place : null;
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
