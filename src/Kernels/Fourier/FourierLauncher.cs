using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>What transforms share on a device: their factors, computed anew in each run, since workspace does not outlive one.</summary>
internal sealed class FourierFactors
{
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>> _kernel;
    private readonly AcceleratorStream _stream;

    public FourierFactors(in Binding binding)
    {
        _kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>>(FourierKernels.Factors);
        _stream = binding.Stream;
        View = binding.Workspace.SubView(0, FourierKernels.Points);
    }

    /// <summary>The factors, in front of the workspace.</summary>
    public ArrayView<float> View { get; }

    public void Compute() => _kernel(_stream, FourierKernels.Points / 2, View);

    /// <summary>Items of a group that transforms lines.</summary>
    public static int GroupSize(ComputeDevice device) =>
        Math.Min(DeviceTraits.IsGpu(device) ? 256 : 64, device.Accelerator.MaxNumThreadsPerGroup);
}

/// <summary>The loaded transform of images.</summary>
internal sealed class SpectraLauncher<TPadding> where TPadding : struct, IPadding
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, Frame, TPadding, int> _rows;
    private readonly ColumnsLauncher _columns;
    private readonly AcceleratorStream _stream;
    private readonly ArrayView<float> _factors;
    private readonly FourierShape _shape;
    private readonly Frame _frame;
    private readonly TPadding _padding;
    private readonly int _group;

    public SpectraLauncher(in Binding binding, FourierFactors factors, FourierShape shape, Frame frame, TPadding padding)
    {
        _rows = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, Frame, TPadding, int>(
            FourierKernels.Rows);
        _columns = new ColumnsLauncher(binding, factors, shape);
        (_stream, _factors, _shape, _frame, _padding) = (binding.Stream, factors.View, shape, frame, padding);
        _group = FourierFactors.GroupSize(binding.Device);
    }

    /// <summary>Enqueues the transform of <paramref name="count"/> images.</summary>
    public void Run(ArrayView<float> images, ArrayView<float> spectra, int count)
    {
        int lines = count * _frame.Pairs.Divisor, groups = DeviceTraits.CeilDivide(lines, FourierKernels.Points >> _shape.LogWidth);
        _rows(_stream, new KernelConfig(groups, _group), images, spectra, _factors, _shape, _frame, _padding, lines);
        _columns.Run(spectra, spectra, _frame.Rows, 1, count);
    }
}

/// <summary>The loaded transform back to images; it overwrites the spectra unless it has others to work in.</summary>
internal sealed class ImagesLauncher<TEpilogue> where TEpilogue : struct, IEpilogue
{
    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, Frame, TEpilogue, FastDivide, float, int> _rows;
    private readonly ColumnsLauncher _columns;
    private readonly AcceleratorStream _stream;
    private readonly ArrayView<float> _factors;
    private readonly FourierShape _shape;
    private readonly Frame _frame;
    private readonly TEpilogue _epilogue;
    private readonly FastDivide _channels;
    private readonly int _group;

    public ImagesLauncher(in Binding binding, FourierFactors factors, FourierShape shape, Frame frame, TEpilogue epilogue, int channels)
    {
        _rows = binding.Accelerator.LoadKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, Frame, TEpilogue, FastDivide, float, int>(FourierKernels.RowsBack);
        _columns = new ColumnsLauncher(binding, factors, shape);
        (_stream, _factors, _shape, _frame, _epilogue) = (binding.Stream, factors.View, shape, frame, epilogue);
        _channels = new FastDivide(channels);
        _group = FourierFactors.GroupSize(binding.Device);
    }

    /// <summary>Enqueues the transform of <paramref name="count"/> spectra; their columns go to <paramref name="scratch"/>, which may be the spectra.</summary>
    public void Run(ArrayView<float> spectra, ArrayView<float> scratch, ArrayView<float> images, int count)
    {
        int height = 1 << _shape.LogHeight, lines = count * _frame.Pairs.Divisor;
        int groups = DeviceTraits.CeilDivide(lines, FourierKernels.Points >> _shape.LogWidth);
        _columns.Run(spectra, scratch, height, -1, count);
        _rows(
            _stream, new KernelConfig(groups, _group), scratch, images, _factors, _shape, _frame, _epilogue, _channels,
            1f / (height << _shape.LogWidth), lines);
    }
}

/// <summary>The loaded transform of columns.</summary>
internal sealed class ColumnsLauncher
{
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, int, float, int> _kernel;
    private readonly AcceleratorStream _stream;
    private readonly ArrayView<float> _factors;
    private readonly FourierShape _shape;
    private readonly int _group;

    public ColumnsLauncher(in Binding binding, FourierFactors factors, FourierShape shape)
    {
        _kernel = binding.Accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, FourierShape, int, float, int>(
            FourierKernels.Columns);
        (_stream, _factors, _shape, _group) = (binding.Stream, factors.View, shape, FourierFactors.GroupSize(binding.Device));
    }

    public void Run(ArrayView<float> source, ArrayView<float> target, int rows, float direction, int count)
    {
        int lines = count * _shape.Columns.Divisor, groups = DeviceTraits.CeilDivide(lines, FourierKernels.Points >> _shape.LogHeight);
        _kernel(_stream, new KernelConfig(groups, _group), source, target, _factors, _shape, rows, direction, lines);
    }
}

internal sealed class Fourier2DForwardLauncher : Launcher<Fourier2DForward>
{
    protected override long WorkspaceBytes(Fourier2DForward op, ComputeDevice device, int maxBatch) => sizeof(float) * FourierKernels.Points;

    protected override Action<int> Bind(Fourier2DForward op, in Binding binding)
    {
        var factors = new FourierFactors(binding);
        var spectra = new SpectraLauncher<ZeroPadding>(
            binding, factors, new FourierShape(op.Height, op.Width), Frame.Corner(op.Height, op.Width), default);
        var (x, y, channels) = (binding.Float(0), binding.Float(1), op.Channels);
        return n =>
        {
            factors.Compute();
            spectra.Run(x, y, n * channels);
        };
    }
}

/// <summary>The columns go to the workspace: the operand is only read.</summary>
internal sealed class Fourier2DInverseLauncher : Launcher<Fourier2DInverse>
{
    protected override long WorkspaceBytes(Fourier2DInverse op, ComputeDevice device, int maxBatch) =>
        sizeof(float) * (FourierKernels.Points + 2L * maxBatch * op.Channels * new FourierShape(op.Height, op.Width).Bins);

    protected override Action<int> Bind(Fourier2DInverse op, in Binding binding)
    {
        var factors = new FourierFactors(binding);
        var images = new ImagesLauncher<NoEpilogue>(
            binding, factors, new FourierShape(op.Height, op.Width), Frame.Corner(op.Height, op.Width), default, op.Channels);
        var (y, x, channels) = (binding.Float(0), binding.Float(1), op.Channels);
        var scratch = binding.Workspace.SubView(FourierKernels.Points, binding.Workspace.Length - FourierKernels.Points);
        return n =>
        {
            factors.Compute();
            images.Run(y, scratch, x, n * channels);
        };
    }
}
