using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>
/// Mutable variables turned into block parameters while a function is built block by block (Braun et al., "Simple and Efficient
/// Construction of Static Single Assignment Form", 2013). A block is sealed when all edges to it exist.
/// </summary>
internal sealed class SsaVariables(Function function)
{
    private readonly Dictionary<(Block, int), Value> _definitions = [];
    private readonly Dictionary<Block, List<(Block From, Edge Edge)>> _predecessors = [];
    private readonly Dictionary<Block, List<(int Variable, BlockParameter Parameter)>> _open = [];
    private readonly HashSet<Block> _headers = [];
    private readonly List<IrType> _types = [];

    public int Declare(IrType type)
    {
        _types.Add(type);
        return _types.Count - 1;
    }

    public void Write(Block block, int variable, Value value) => _definitions[(block, variable)] = value;

    /// <summary>A loop header: an edge to it comes later, <see cref="Seal"/> says when.</summary>
    public void Open(Block block)
    {
        _headers.Add(block);
        _open.Add(block, []);
    }

    public void AddEdge(Block from, Edge edge)
    {
        if (!_predecessors.TryGetValue(edge.Target, out var list))
            _predecessors.Add(edge.Target, list = []);
        list.Add((from, edge));
    }

    public void Seal(Block block)
    {
        _open.Remove(block, out var waiting);
        foreach (var (variable, _) in waiting!)
            AddArguments(block, variable);
    }

    public Value Read(Block block, int variable)
    {
        if (_definitions.TryGetValue((block, variable), out var known))
            return known;
        Value value;
        if (_open.TryGetValue(block, out var waiting))
        {
            var parameter = function.AddBlockParameter(block, _types[variable]);
            waiting.Add((variable, parameter));
            value = parameter;
        }
        else if (!_predecessors.TryGetValue(block, out var from))
            value = function.Constant(_types[variable], 0);
        else if (_headers.Contains(block))
        {
            value = function.AddBlockParameter(block, _types[variable]);
            Write(block, variable, value);
            AddArguments(block, variable);
        }
        else
        {
            var values = from.Select(edge => Read(edge.From, variable)).ToList();
            value = values[0];
            if (values.Exists(other => other != value))
            {
                value = function.AddBlockParameter(block, _types[variable]);
                for (int i = 0; i < from.Count; i++)
                    from[i].Edge.Arguments = [.. from[i].Edge.Arguments, values[i]];
            }
        }
        Write(block, variable, value);
        return value;
    }

    private void AddArguments(Block block, int variable)
    {
        foreach (var (from, edge) in _predecessors[block])
            edge.Arguments = [.. edge.Arguments, Read(from, variable)];
    }
}
