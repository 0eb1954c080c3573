using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Classes of values that may lie in one variable because none of them is needed any more, or yet, where another is made. Positions count
/// through the blocks as they are written; a value is made at the position behind its operands' use.
/// </summary>
internal sealed class PassedValues(Liveness liveness)
{
    /// <summary>Joining compares all pairs of two classes.</summary>
    private const int MostMembers = 32;

    private readonly Dictionary<Value, (Block Block, int At)> _made = [];
    private readonly Dictionary<(Value, Block), int> _lastUse = [];
    private readonly Dictionary<Value, List<Value>> _classes = [];

    public void Define(Value value, Block block, int at) => _made[value] = (block, at);

    /// <summary>Uses come by ascending position.</summary>
    public void Use(Value value, Block block, int at) => _lastUse[(value, block)] = at;

    /// <summary>The value that stands for the class.</summary>
    public Value Of(Value value) => _classes.TryGetValue(value, out var members) ? members[0] : value;

    /// <summary>Makes one class of two; false when they are one already, or must not be.</summary>
    public bool Join(Value a, Value b)
    {
        List<Value> left = ClassOf(a), right = ClassOf(b);
        if (left == right || left.Count + right.Count > MostMembers || left.Exists(x => right.Exists(y => Interfere(x, y))))
            return false;
        left.AddRange(right);
        foreach (var value in right)
            _classes[value] = left;
        return true;
    }

    private List<Value> ClassOf(Value value)
    {
        if (!_classes.TryGetValue(value, out var members))
            _classes.Add(value, members = [value]);
        return members;
    }

    private bool Interfere(Value a, Value b) => IsNeededWhereMade(a, b) || IsNeededWhereMade(b, a);

    /// <summary>Whether <paramref name="other"/>, made before, is used after <paramref name="made"/> has been made.</summary>
    private bool IsNeededWhereMade(Value made, Value other)
    {
        var (block, at) = _made[made];
        bool before = liveness.IsLiveIn(block, other) || (_made[other] is var (home, when) && home == block && when <= at);
        return before && (liveness.IsLiveOut(block, other) || (_lastUse.TryGetValue((other, block), out int last) && last >= at));
    }
}
