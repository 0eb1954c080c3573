using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>The moves on an edge: all of a block's parameters take their values at once.</summary>
internal static class PtxEdges
{
    /// <summary>Whether the edge moves anything.</summary>
    public static bool HasMoves(Edge edge, PtxWriter text) => Pending(edge, text).Count > 0;

    public static void Write(Edge edge, PtxWriter text)
    {
        var pending = Pending(edge, text);
        while (pending.Count > 0)
        {
            int free = pending.FindIndex(copy => !pending.Exists(other => other.To != copy.To && other.From == copy.To));
            if (free < 0)
            {
                // Every target is still read by another copy: a cycle. One target's old value moves aside.
                var (to, _, register) = pending[0];
                string saved = text.Move(register, to);
                pending = pending.ConvertAll(copy => copy.From == to ? copy with { From = saved } : copy);
                continue;
            }
            text.Op($"mov.{PtxTypes.Move(pending[free].Class)}", pending[free].To, pending[free].From);
            pending.RemoveAt(free);
        }
    }

    private static List<(string To, string From, RegisterClass Class)> Pending(Edge edge, PtxWriter text)
    {
        var result = new List<(string, string, RegisterClass)>();
        for (int i = 0; i < edge.Arguments.Length; i++)
        {
            var parameter = edge.Target.Parameters[i];
            var argument = edge.Arguments[i];
            var register = PtxTypes.Class(parameter.Type);
            for (int lane = 0; lane < parameter.Type.Lanes; lane++)
            {
                string to = text.Define(parameter, lane);
                string from = argument is Constant { Type.Kind: ScalarKind.I1 } flag ? (flag.Bits != 0 ? "1" : "0") : text.Use(argument, lane);
                if (to != from)
                    result.Add((to, from, register));
            }
        }
        return result;
    }
}
