using System.Text;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Compiler.Tests.IR;

/// <summary>Executes and prints structure trees.</summary>
internal sealed class StructureWalk
{
    private sealed class Enough : Exception;

    private readonly List<Block> _visited = [];
    private readonly bool[] _decisions;
    private readonly int _limit;
    private int _used;

    private StructureWalk(bool[] decisions, int limit)
    {
        _decisions = decisions;
        _limit = limit;
    }

    /// <summary>The blocks in the order of execution, up to a limit.</summary>
    public static List<Block> Run(StructureSequence tree, bool[] decisions, int limit)
    {
        var walk = new StructureWalk(decisions, limit);
        try
        {
            Assert.IsType<StructureReturn>(walk.Sequence(tree));
        }
        catch (Enough)
        {
        }
        return walk._visited;
    }

    /// <summary>What leaves the sequence: a break, continue or return; null when control falls out.</summary>
    private StructureNode? Sequence(StructureSequence sequence)
    {
        foreach (var item in sequence.Items)
            if (Node(item) is { } leave)
                return leave;
        return null;
    }

    private StructureNode? Node(StructureNode node)
    {
        switch (node)
        {
            case StructureBlock block:
                if (_visited.Count == _limit)
                    throw new Enough();
                _visited.Add(block.Block);
                return null;
            case StructureIf branch:
                if (_visited.Count == _limit)
                    throw new Enough();
                return Sequence(_decisions[_used++] ? branch.Then : branch.Else);
            case StructureLabel label:
                var left = Sequence(label.Body);
                return left is StructureBreak leave && leave.Target == label ? null : left;
            case StructureLoop loop:
                while (true)
                {
                    var after = Sequence(loop.Body);
                    if (after is StructureBreak end && end.Target == loop)
                        return null;
                    if (after is not null && !(after is StructureContinue next && next.Target == loop))
                        return after;
                }
            case StructureAssign:
                return null;
            default:
                return node;
        }
    }

    public static string Print(StructureSequence sequence)
    {
        var text = new StringBuilder();
        Print(sequence, text);
        return text.ToString().Trim();
    }

    private static void Print(StructureSequence sequence, StringBuilder text)
    {
        foreach (var item in sequence.Items)
            switch (item)
            {
                case StructureBlock block:
                    text.Append($"block {block.Block}; ");
                    break;
                case StructureIf branch:
                    text.Append($"if {branch.Block} {{ ");
                    Print(branch.Then, text);
                    text.Append("} else { ");
                    Print(branch.Else, text);
                    text.Append("} ");
                    break;
                case StructureTarget target:
                    text.Append(target is StructureLoop ? $"loop({target.Breaks}) {{ " : $"label({target.Breaks}) {{ ");
                    Print(target.Body, text);
                    text.Append("} ");
                    break;
                case StructureAssign:
                    text.Append("assign; ");
                    break;
                case StructureBreak leave:
                    text.Append(leave.IsNear ? "break; " : $"break {leave.Target.Id}; ");
                    break;
                case StructureContinue next:
                    text.Append(next.IsNear ? "continue; " : $"continue {next.Target.Id}; ");
                    break;
                case StructureReturn:
                    text.Append("return; ");
                    break;
            }
    }
}
