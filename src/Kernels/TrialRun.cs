using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>
/// Ops over the same operands, bound to memory of their own for measuring: random numbers from -0.5 to 0.5, which those that an op writes
/// lose. Operands that are indices have to be set.
/// </summary>
internal sealed class TrialRun : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly List<BoundOp> _bound = [];
    private readonly ComputeDevice _device;
    private readonly Operand[] _operands;
    private readonly long[] _lengths;
    private readonly int _batch;

    /// <param name="device">Where.</param>
    /// <param name="ops">What; each takes the same operands.</param>
    /// <param name="batch">Batch items of a run.</param>
    /// <param name="lengths">The elements, of four bytes each, of every operand.</param>
    /// <exception cref="DeviceException">The device has too little memory.</exception>
    public TrialRun(ComputeDevice device, IReadOnlyCollection<Op> ops, int batch, params long[] lengths)
    {
        (_device, _batch, _lengths, _operands) = (device, batch, lengths, new Operand[lengths.Length]);
        try
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                _operands[i] = Allocate(lengths[i] * sizeof(float));
                Write(i, Random(lengths[i]));
            }
            var bytes = ops.Max(op => OpTable.WorkspaceBytes(op, device, batch));
            var workspace = bytes == 0 ? Operand.None : Allocate(bytes);
            foreach (var op in ops) _bound.Add(OpTable.Bind(op, device, _operands, workspace, batch));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Enqueues an op.</summary>
    public void Enqueue(int op = 0) => _bound[op].Run(_batch);

    /// <summary>Runs an op and waits for it.</summary>
    public void Run(int op = 0)
    {
        Enqueue(op);
        _device.Synchronize();
    }

    /// <summary>Sets an operand.</summary>
    public void Write(int operand, float[] values) => Floats(operand).CopyFromCPU(values);

    /// <summary>What an operand holds.</summary>
    public float[] Read(int operand)
    {
        var values = new float[_lengths[operand]];
        Floats(operand).CopyToCPU(values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bound.ForEach(op => op.Dispose());
        _buffers.ForEach(buffer => buffer.Dispose());
    }

    private ArrayView<float> Floats(int operand) => _operands[operand].AsFloat().SubView(0, _lengths[operand]);

    private Operand Allocate(long bytes)
    {
        var buffer = _device.Allocate(bytes, "trial");
        _buffers.Add(buffer);
        return new Operand(buffer.Bytes);
    }

    private static float[] Random(long count)
    {
        var random = new SeededRandom(1, 0);
        var values = new float[count];
        foreach (ref var value in values.AsSpan()) value = (float)random.NextDouble() - 0.5f;
        return values;
    }
}
