using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Block parameters take their values all at once: an order is found in which none is overwritten before it is read.</summary>
internal static class OpenClEdges
{
    public static void Write(Edge edge, OpenClText text, Func<Value, string> name)
    {
        var pending = new List<(Value Target, Value Source)>();
        for (int i = 0; i < edge.Arguments.Length; i++)
            if (edge.Arguments[i] != edge.Target.Parameters[i])
                pending.Add((edge.Target.Parameters[i], edge.Arguments[i]));
        var saved = new Dictionary<Value, string>();
        while (pending.Count > 0)
        {
            int free = pending.FindIndex(copy => !pending.Exists(other => other.Target != copy.Target && other.Source == copy.Target && !saved.ContainsKey(copy.Target)));
            if (free < 0)
            {
                // Every target is still read by another copy: a cycle. One target's old value moves aside.
                var target = pending[0].Target;
                saved[target] = $"old{target.Id}_{text.NextTemporary()}";
                text.Line($"{OpenClTypes.Name(target.Type)} {saved[target]} = {name(target)};");
                free = 0;
            }
            var (to, from) = pending[free];
            pending.RemoveAt(free);
            text.Line($"{name(to)} = {(saved.TryGetValue(from, out string? old) ? old : name(from))};");
        }
    }
}
