using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// The gradients that arrive at nodes while the backward pass is emitted. Layers may hand one tensor to several nodes, so each tensor
/// counts the nodes that still hold it: it may be overwritten when one is left, and gradients are summed into such a tensor where
/// there is one.
/// </summary>
internal sealed class NodeGradients(PlanBuilder builder)
{
    private readonly Dictionary<Node, List<PlanTensor>> _arrived = [];
    private readonly Dictionary<PlanTensor, int> _holders = [];

    /// <summary>How many gradients have arrived at a node.</summary>
    public int Count(Node node) => _arrived.TryGetValue(node, out var list) ? list.Count : 0;

    public void Add(Node node, PlanTensor gradient)
    {
        if (!_arrived.TryGetValue(node, out var list)) _arrived[node] = list = [];
        list.Add(gradient);
        _holders[gradient] = _holders.GetValueOrDefault(gradient) + 1;
    }

    /// <summary>Emits the sum of all that arrived; from then on the node has one gradient.</summary>
    public void Sum(Node node)
    {
        var list = _arrived[node];
        if (list.Count == 1) return;
        var own = list.FindIndex(IsHeldOnce);
        var sum = own >= 0 ? list[own] : builder.NewTensor(node.Name + ".gradient", builder.Shapes[node]);
        var parts = list.Where((_, i) => i != own).ToList();
        var add = new Add(checked((int)builder.Shapes[node].ItemCount));
        if (own < 0)
        {
            builder.Emit(node.Name, add, [parts[0], parts[1], sum]);
            _holders[sum] = 1;
        }
        foreach (var part in parts.Skip(own < 0 ? 2 : 0)) builder.Emit(node.Name, add, [sum, part, sum]);
        foreach (var part in parts) _holders[part]--;
        _arrived[node] = [sum];
    }

    /// <summary>The gradient of a node's output, which other nodes may still read.</summary>
    public PlanTensor Shared(Node node) => _arrived[node][0];

    /// <summary>The gradient of a node's output in memory that no other node reads; copied only where one does.</summary>
    public PlanTensor Owned(Node node)
    {
        var gradient = Shared(node);
        if (IsHeldOnce(gradient)) return gradient;
        var copy = builder.NewTensor(node.Name + ".gradient", builder.Shapes[node]);
        builder.Emit(node.Name, new Scale(checked((int)builder.Shapes[node].ItemCount), 1), [gradient, copy]);
        _holders[gradient]--;
        _holders[copy] = 1;
        _arrived[node] = [copy];
        return copy;
    }

    /// <summary>Whether the gradient of a node's output may be overwritten as it is.</summary>
    public bool IsOwned(Node node) => IsHeldOnce(Shared(node));

    /// <summary>Says that the node's backward pass is complete.</summary>
    public void Release(Node node) => _holders[Shared(node)]--;

    private bool IsHeldOnce(PlanTensor gradient) => _holders[gradient] == 1;
}
