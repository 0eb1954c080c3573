using ILGPU;

namespace ConvGpu;

/// <summary>How a tensor's elements lie in memory.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channel, row, column; the column varies fastest.</summary>
    Nchw,
}

/// <summary>A dense float32 tensor in a device's memory. Disposing it, or its device, frees the memory.</summary>
public sealed class Tensor : IDisposable
{
    private readonly DeviceBuffer _buffer;

    internal Tensor(ComputeDevice device, Shape shape, string name)
    {
        Device = device;
        Shape = shape;
        _buffer = device.Allocate(shape.Count * sizeof(float), name, ownedByUser: true);
    }

    /// <summary>The device that holds the elements.</summary>
    public ComputeDevice Device { get; }

    /// <summary>The sizes in NCHW order.</summary>
    public Shape Shape { get; }

    /// <summary>The order of the elements in memory.</summary>
    public TensorLayout Layout => TensorLayout.Nchw;

    /// <summary>Elements in all.</summary>
    public long Length => Shape.Count;

    /// <summary>The elements as kernels take them.</summary>
    /// <exception cref="ObjectDisposedException">The tensor or its device was disposed.</exception>
    public ArrayView<float> View => _buffer.Bytes.Cast<float>();

    /// <summary>Copies <paramref name="values"/> to the device.</summary>
    /// <param name="values">As many elements as the tensor has, in NCHW order.</param>
    /// <exception cref="ShapeException">The count differs from <see cref="Length"/>.</exception>
    public void Upload(ReadOnlySpan<float> values)
    {
        RequireLength(values.Length);
        Device.CopyToDevice(values, View);
    }

    /// <summary>Copies the elements to the host, after everything enqueued before has run.</summary>
    /// <param name="values">Room for as many elements as the tensor has.</param>
    /// <exception cref="ShapeException">The count differs from <see cref="Length"/>.</exception>
    public void Download(Span<float> values)
    {
        RequireLength(values.Length);
        Device.CopyToHost(View, values);
    }

    /// <summary>The elements as a new array in NCHW order.</summary>
    public float[] ToArray()
    {
        var values = new float[Length];
        Download(values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private void RequireLength(int length)
    {
        if (length != Length)
            throw new ShapeException($"A tensor of {Shape} on {Device.Id} holds {Length} elements, but {length} were given.");
    }
}
