namespace ConvGpu;

/// <summary>CONVGPU_DEBUG=5, and the search for where a loss stopped being finite: after every op its operands are copied to the host and searched for NaN and infinity.</summary>
internal sealed class FiniteCheck(ComputeDevice device, IReadOnlyList<PlannedOp> ops)
{
    private float[] _values = [];
    private long _runs;

    /// <summary>Searches what an op has read and written.</summary>
    /// <exception cref="NonFiniteException">Something is not finite: names the op, the tensor and the element.</exception>
    public void After(int op, int n)
    {
        if (op == 0) _runs++;
        foreach (var tensor in ops[op].Operands)
        {
            if (!tensor.HoldsFloats) continue;
            var length = (int)(tensor.Bytes(n) / sizeof(float));
            if (_values.Length < length) _values = new float[length];
            device.CopyToHost(tensor.Memory.AsFloat(), _values.AsSpan(0, length));
            var found = Find(_values.AsSpan(0, length));
            if (found < 0) continue;
            var (layer, computed, operands) = (ops[op].Layer, ops[op].Op.Name, ops[op].Operands);
            throw new NonFiniteException(
                layer, $"{tensor.Name} has {_values[found]} at element {found} of {length} after {computed} of {layer}, run {_runs} of the plan on {device.Id}, batch {n}. "
                + $"Everything before was finite. The op's operands: {string.Join(", ", operands.Select(o => $"{o.Name} {o.Shape}"))}.");
        }
    }

    private static int Find(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}

/// <summary>A tensor holds NaN or infinity; everything that was computed before was finite.</summary>
internal sealed class NonFiniteException(string layer, string message) : ConvGpuException(message)
{
    /// <summary>The layer whose op computed it.</summary>
    public string Layer { get; } = layer;
}
