using ConvGpu.Kernels.Managed;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Kernels;

/// <summary>Conversions between floats and 16 bits, an item an element.</summary>
internal static class StorageKernels
{
    public static void Narrow<TFormat>(Index1D index, ArrayView<float> x, ArrayView<ushort> y) where TFormat : struct, IStorageFormat
    {
        uint code = TFormat.Encode(Interop.FloatAsInt(x[index]));
        y[index] = (ushort)code;
        x[index] = Interop.IntAsFloat(TFormat.Decode(code));
    }

    public static void Widen<TFormat>(Index1D index, ArrayView<ushort> x, ArrayView<float> y) where TFormat : struct, IStorageFormat =>
        y[index] = Interop.IntAsFloat(TFormat.Decode(x[index]));

    public static void Round<TFormat>(Index1D index, ArrayView<float> x, ArrayView<float> y) where TFormat : struct, IStorageFormat =>
        y[index] = Interop.IntAsFloat(TFormat.Decode(TFormat.Encode(Interop.FloatAsInt(x[index]))));
}

internal sealed class NarrowLauncher : Launcher<Narrow>
{
    protected override Action<int> Bind(Narrow op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<ushort>>(
            op.Type == StorageType.Half ? StorageKernels.Narrow<HalfFormat> : StorageKernels.Narrow<BFloat16Format>);
        var (stream, x, y) = (binding.Stream, binding.Float(0), binding.UInt16(1));
        return n => kernel(stream, n * op.Count, x, y);
    }
}

internal sealed class WidenLauncher : Launcher<Widen>
{
    protected override Action<int> Bind(Widen op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<ushort>, ArrayView<float>>(
            op.Type == StorageType.Half ? StorageKernels.Widen<HalfFormat> : StorageKernels.Widen<BFloat16Format>);
        var (stream, x, y) = (binding.Stream, binding.UInt16(0), binding.Float(1));
        return n => kernel(stream, n * op.Count, x, y);
    }
}

internal sealed class RoundLauncher : Launcher<Round>
{
    protected override Action<int> Bind(Round op, in Binding binding)
    {
        var kernel = binding.Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>>(
            op.Type == StorageType.Half ? StorageKernels.Round<HalfFormat> : StorageKernels.Round<BFloat16Format>);
        var (stream, x, y) = (binding.Stream, binding.Float(0), binding.Float(1));
        return n => kernel(stream, checked((int)op.Elements(n)), x, y);
    }
}

internal sealed unsafe class NarrowManaged : ManagedImplementation<Narrow>
{
    protected override Action<int> Bind(Narrow op, in HostBinding binding)
    {
        StorageJob job = op.Type == StorageType.Half ? new NarrowJob<HalfFormat>() : new NarrowJob<BFloat16Format>();
        void* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run((long)n * op.Count, x, y);
    }
}

internal sealed unsafe class WidenManaged : ManagedImplementation<Widen>
{
    protected override Action<int> Bind(Widen op, in HostBinding binding)
    {
        StorageJob job = op.Type == StorageType.Half ? new WidenJob<HalfFormat>() : new WidenJob<BFloat16Format>();
        void* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run((long)n * op.Count, x, y);
    }
}

internal sealed unsafe class RoundManaged : ManagedImplementation<Round>
{
    protected override Action<int> Bind(Round op, in HostBinding binding)
    {
        StorageJob job = op.Type == StorageType.Half ? new RoundJob<HalfFormat>() : new RoundJob<BFloat16Format>();
        void* x = binding.Float(0), y = binding.Float(1);
        return n => job.Run(op.Elements(n), x, y);
    }
}
