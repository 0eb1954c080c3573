using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Passes;

internal sealed partial class Simplify
{
    private void SimplifyParameters(Block block)
    {
        if (block.Parameters.Count == 0)
            return;
        var edges = Array.ConvertAll(_flow.Predecessors(block), place => place.Edge);
        for (int i = block.Parameters.Count - 1; i >= 0; i--)
        {
            var parameter = block.Parameters[i];
            if (OnlyArgument(parameter, edges, i) is { } value)
            {
                _substitution.Replace(parameter, value);
                block.RemoveParameter(i, edges);
                _changed = true;
            }
            else if (parameter.Type.Kind is ScalarKind.I32 or ScalarKind.I8 && !parameter.Type.IsVector && AllBools(parameter, edges, i))
                MakeBool(block, parameter, edges, i);
        }
    }

    /// <summary>The one value that all edges bring, the parameter itself left out.</summary>
    private Value? OnlyArgument(BlockParameter parameter, Edge[] edges, int index)
    {
        Value? only = null;
        foreach (var edge in edges)
        {
            var argument = _substitution.Resolve(edge.Arguments[index]);
            if (argument == parameter || argument == only)
                continue;
            if (only is not null)
                return null;
            only = argument;
        }
        return only;
    }

    private bool AllBools(BlockParameter parameter, Edge[] edges, int index)
    {
        bool any = false;
        foreach (var edge in edges)
        {
            var argument = _substitution.Resolve(edge.Arguments[index]);
            if (IsOp(argument, Opcode.ZExt, out var extend) && extend.Operands[0].Type == IrType.I1)
                any = true;
            else if (argument != parameter && argument is not Constant { Bits: 0 or 1 })
                return false;
        }
        return any;
    }

    /// <summary>An integer that is always a widened bool travels as the bool and is widened on arrival.</summary>
    private void MakeBool(Block block, BlockParameter parameter, Edge[] edges, int index)
    {
        var narrow = _function.AddBlockParameter(block, IrType.I1);
        block.Parameters.RemoveAt(block.Parameters.Count - 1);
        block.Parameters[index] = narrow;
        foreach (var edge in edges)
        {
            var argument = _substitution.Resolve(edge.Arguments[index]);
            edge.Arguments[index] = argument == parameter ? narrow
                : argument is Constant constant ? _function.Bool(constant.Bits != 0)
                : ((Instruction)argument).Operands[0];
        }
        var widened = _function.Create(Opcode.ZExt, parameter.Type, narrow);
        _output.Add(widened);
        _substitution.Replace(parameter, widened);
        _changed = true;
    }
}
