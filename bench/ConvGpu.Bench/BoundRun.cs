using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Bench;

/// <summary>An op bound on a device to memory of its own: random numbers, of which those an op writes are overwritten.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly ComputeDevice _device;
    private readonly ArrayView<float>[] _operands;
    private readonly BoundOp _bound;
    private readonly int _batch;

    /// <param name="device">Where.</param>
    /// <param name="op">What.</param>
    /// <param name="batch">Batch items of a run.</param>
    /// <param name="lengths">The elements, of four bytes each, of every operand.</param>
    public BoundRun(ComputeDevice device, Op op, int batch, params long[] lengths)
    {
        (_device, _batch) = (device, batch);
        _operands = [.. lengths.Select(Random)];
        long bytes = OpTable.WorkspaceBytes(op, device, batch);
        _bound = OpTable.Bind(op, device, [.. _operands.Select(Operand.Of)], bytes == 0 ? Operand.None : Operand.Of(Allocate<byte>(bytes)), batch);
    }

    /// <summary>Runs the op and waits for it.</summary>
    public void Run()
    {
        _bound.Run(_batch);
        _device.Synchronize();
    }

    /// <summary>Sets an operand.</summary>
    public void Write(int operand, float[] values) => _operands[operand].CopyFromCPU(values);

    /// <summary>What an operand holds.</summary>
    public float[] Read(int operand) => _operands[operand].GetAsArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        _bound.Dispose();
        _buffers.ForEach(buffer => buffer.Dispose());
    }

    private ArrayView<float> Random(long count)
    {
        var random = new Random(1);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
            value = random.NextSingle() - 0.5f;
        var view = Allocate<float>(count);
        view.CopyFromCPU(values);
        return view;
    }

    private ArrayView<T> Allocate<T>(long count) where T : unmanaged
    {
        var buffer = _device.Accelerator.Allocate1D<T>(count);
        _buffers.Add(buffer);
        return buffer.View;
    }
}
