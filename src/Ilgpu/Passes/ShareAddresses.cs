using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>
/// Addresses that differ by a constant share the variable part: base + index * scale + offset becomes one address with offset 0 and
/// constant steps from it, where more than one offset occurs. Devices add a constant step in the access itself.
/// </summary>
internal static class ShareAddresses
{
    private readonly record struct Key(Value Base, Value Index, long Scale);

    public static bool Run(Function function)
    {
        var groups = new Dictionary<Key, List<(Instruction Step, Block Block)>>();
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction is { Op: Opcode.PtrAdd, Type.IsVector: false } && instruction.Operands[1] is not Constant)
                {
                    var key = new Key(instruction.Operands[0], instruction.Operands[1], instruction.Immediate);
                    if (!groups.TryGetValue(key, out var group))
                        groups.Add(key, group = []);
                    group.Add((instruction, block));
                }
        DominatorTree? dominators = null;
        var substitution = new Substitution(function);
        foreach (var (key, group) in groups)
        {
            if (group.Count < 2)
                continue;
            var shared = function.CloneWith(group[0].Step, [key.Base, key.Index]);
            shared.Immediate2 = 0;
            Insert(dominators ??= new DominatorTree(new ControlFlow(function)), group, shared);
            foreach (var (step, _) in group)
            {
                step.Operands = [shared, function.Int(0)];
                step.Immediate = 1;
                if (step.Immediate2 == 0)
                    substitution.Replace(step, shared);
            }
        }
        substitution.Apply();
        return dominators is not null;
    }

    /// <summary>Puts the shared address before its first user where one block holds or dominates all users, else where they meet.</summary>
    private static void Insert(DominatorTree dominators, List<(Instruction Step, Block Block)> group, Instruction shared)
    {
        var home = group[0].Block;
        foreach (var (_, block) in group)
            home = dominators.CommonDominator(home, block);
        var members = new HashSet<Value>(group.Count);
        foreach (var (step, _) in group)
            members.Add(step);
        int at = home.Instructions.FindIndex(members.Contains);
        if (at < 0)
            home.Instructions.Add(shared);
        else
            home.Instructions.Insert(at, shared);
    }
}
