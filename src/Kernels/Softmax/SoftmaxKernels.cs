using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;

namespace ConvGpu.Kernels;

/// <summary>
/// The softmax: where the axis lies across others an item does all of it, so that neighbouring items read neighbouring elements; where it
/// is the last one a group does, each of its items every Group.DimX-th element in order.
/// </summary>
internal static class SoftmaxKernels
{
    public static void ForwardColumns<TForm>(Index1D index, ArrayView<float> x, ArrayView<float> y, int length, FastDivide inner)
        where TForm : unmanaged, ISoftmaxForm
    {
        int outer = inner.Divide(index), start = index - outer * inner.Divisor + outer * length * inner.Divisor;
        float largest = float.NegativeInfinity;
        for (int i = 0; i < length; i++)
            largest = IntrinsicMath.Max(largest, x[start + i * inner.Divisor]);
        float sum = 0;
        for (int i = 0; i < length; i++)
            sum += XMath.Exp(x[start + i * inner.Divisor] - largest);
        for (int i = 0; i < length; i++)
        {
            int at = start + i * inner.Divisor;
            y[at] = TForm.Value(new FloatLane(x[at] - largest), new FloatLane(sum)).Value;
        }
    }

    public static void BackwardColumns<TForm>(
        Index1D index, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int length, FastDivide inner)
        where TForm : unmanaged, ISoftmaxForm
    {
        int outer = inner.Divide(index), start = index - outer * inner.Divisor + outer * length * inner.Divisor;
        float sum = 0;
        for (int i = 0; i < length; i++)
        {
            int at = start + i * inner.Divisor;
            sum += TForm.Term(new FloatLane(y[at]), new FloatLane(dy[at])).Value;
        }
        for (int i = 0; i < length; i++)
        {
            int at = start + i * inner.Divisor;
            dx[at] = TForm.Gradient(new FloatLane(y[at]), new FloatLane(dy[at]), new FloatLane(sum)).Value;
        }
    }

    public static void ForwardRows<TForm>(ArrayView<float> x, ArrayView<float> y, int length) where TForm : unmanaged, ISoftmaxForm
    {
        int start = Grid.IdxX * length;
        float largest = float.NegativeInfinity;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            largest = IntrinsicMath.Max(largest, x[start + i]);
        largest = GroupExtensions.AllReduce<float, MaxFloat>(largest);
        float sum = 0;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            sum += XMath.Exp(x[start + i] - largest);
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            y[start + i] = TForm.Value(new FloatLane(x[start + i] - largest), new FloatLane(sum)).Value;
    }

    public static void BackwardRows<TForm>(ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int length)
        where TForm : unmanaged, ISoftmaxForm
    {
        int start = Grid.IdxX * length;
        float sum = 0;
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            sum += TForm.Term(new FloatLane(y[start + i]), new FloatLane(dy[start + i])).Value;
        sum = GroupExtensions.AllReduce<float, AddFloat>(sum);
        for (int i = Group.IdxX; i < length; i += Group.DimX)
            dx[start + i] = TForm.Gradient(new FloatLane(y[start + i]), new FloatLane(dy[start + i]), new FloatLane(sum)).Value;
    }
}
