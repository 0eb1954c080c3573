using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConvGpu;

/// <summary>
/// Resizes a part of a picture by a triangle filter that widens where the picture becomes smaller, as Pillow's bilinear resize and
/// torchvision's do: rows first, each of those needed once, then columns. Weights are float32; values are rounded at the end.
/// </summary>
internal sealed class PictureResizer
{
    private const int Lanes = 4;

    private readonly Axis _rows = new(), _columns = new();
    private float[] _ring = [];
    private float[] _sum = [];
    private byte[] _row = [];

    /// <summary>Writes a part of a picture in the target's sizes, in CHW order.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="part">Which part, within the picture.</param>
    /// <param name="target">1 channel for grey (BT.601's luma), or 3; rows and columns.</param>
    /// <param name="destination">Room for the target.</param>
    public void Resize(PixelBuffer source, PicturePart part, Shape target, Span<byte> destination)
    {
        _rows.Prepare(source.Height, part.Top, part.Height, target.H);
        _columns.Prepare(source.Width, part.Left, part.Width, target.W);
        var (length, depth, plane) = (Lanes * target.W, _rows.Taps, target.H * target.W);
        if (_ring.Length < depth * length) _ring = new float[depth * length];
        if (_sum.Length < length) (_sum, _row) = (new float[length], new byte[length]);
        var filtered = _rows.First[0];
        for (var y = 0; y < target.H; y++)
        {
            var (first, count) = (_rows.First[y], _rows.Count[y]);
            for (filtered = Math.Max(filtered, first); filtered < first + count; filtered++)
                FilterRow(source.Row(filtered), _ring.AsSpan(filtered % depth * length, length));
            for (var k = 0; k < count; k++)
                Accumulate(_ring.AsSpan((first + k) % depth * length, length), _rows.Weights[y * depth + k], _sum.AsSpan(0, length), isFirst: k == 0);
            Round(_sum.AsSpan(0, length), _row.AsSpan(0, length));
            var at = y * target.W;
            if (target.C == 1) Luma(_row.AsSpan(0, length), destination.Slice(at, target.W));
            else PixelRows.Separate(_row.AsSpan(0, length), destination.Slice(at, target.W), destination.Slice(plane + at, target.W), destination.Slice(2 * plane + at, target.W));
        }
    }

    /// <summary>A pixel is four lanes: its bytes as floats.</summary>
    private void FilterRow(ReadOnlySpan<byte> source, Span<float> target)
    {
        ref var pixels = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, uint>(source));
        ref var result = ref MemoryMarshal.GetReference(target);
        var (first, count, weights, taps) = (_columns.First, _columns.Count, _columns.Weights, _columns.Taps);
        for (var x = 0; x < first.Length && x < _columns.Length; x++)
        {
            var sum = Vector128<float>.Zero;
            for (var k = 0; k < count[x]; k++)
            {
                var pixel = Vector128.CreateScalarUnsafe(System.Runtime.CompilerServices.Unsafe.Add(ref pixels, first[x] + k)).AsByte();
                var wide = Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32();
                sum += Vector128.ConvertToSingle(wide) * weights[x * taps + k];
            }
            sum.StoreUnsafe(ref result, (nuint)(Lanes * x));
        }
    }

    private static void Accumulate(ReadOnlySpan<float> row, float weight, Span<float> sum, bool isFirst)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= sum.Length; i += Vector<float>.Count)
        {
            var product = new Vector<float>(row[i..]) * weight;
            (isFirst ? product : new Vector<float>(sum[i..]) + product).CopyTo(sum[i..]);
        }
        for (; i < sum.Length; i++) sum[i] = isFirst ? row[i] * weight : sum[i] + row[i] * weight;
    }

    // Weights add up to 1 within a few roundings, so that no value leaves 0 to 255 by as much as half a step.
    private static void Round(ReadOnlySpan<float> sum, Span<byte> row)
    {
        var half = Vector128.Create(0.5f);
        var i = 0;
        for (; i + 16 <= sum.Length; i += 16)
        {
            var low = Vector128.Narrow(Whole(sum[i..]), Whole(sum[(i + 4)..]));
            var high = Vector128.Narrow(Whole(sum[(i + 8)..]), Whole(sum[(i + 12)..]));
            Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).CopyTo(row[i..]);
        }
        for (; i < sum.Length; i++) row[i] = (byte)(sum[i] + 0.5f);

        Vector128<int> Whole(ReadOnlySpan<float> values) => Vector128.ConvertToInt32(Vector128.Create(values) + half);
    }

    private static void Luma(ReadOnlySpan<byte> row, Span<byte> grey)
    {
        for (var i = 0; i < grey.Length; i++) grey[i] = (byte)((299 * row[4 * i] + 587 * row[4 * i + 1] + 114 * row[4 * i + 2] + 500) / 1000);
    }

    /// <summary>For each target position along an axis the source positions that it is made of, and their weights.</summary>
    private sealed class Axis
    {
        public int[] First = [];

        public int[] Count = [];

        public float[] Weights = [];

        /// <summary>The most source positions of a target position.</summary>
        public int Taps { get; private set; }

        public int Length { get; private set; }

        public void Prepare(int size, double start, double length, int target)
        {
            // Nothing from outside of the part comes in, as if it had been cut out first.
            var (least, most) = ((int)Math.Floor(start + 1e-6), Math.Min(size, (int)Math.Ceiling(start + length - 1e-6)));
            var scale = length / target;
            var support = Math.Max(scale, 1);
            (Length, Taps) = (target, (int)Math.Ceiling(support) * 2 + 1);
            if (First.Length < target) (First, Count) = (new int[target], new int[target]);
            if (Weights.Length < target * Taps) Weights = new float[target * Taps];
            Span<double> weights = Taps <= 256 ? stackalloc double[Taps] : new double[Taps];
            for (var i = 0; i < target; i++)
            {
                var centre = start + (i + 0.5) * scale;
                var first = Math.Clamp((int)Math.Floor(centre - support + 0.5), least, most - 1);
                var end = Math.Clamp((int)Math.Floor(centre + support + 0.5), first + 1, Math.Max(most, first + 1));
                var sum = 0.0;
                for (var k = 0; k < end - first; k++) sum += weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / support));
                // A part of less than a pixel may have its centre between none: the nearest.
                if (sum == 0) (weights[0], sum, end) = (1, 1, first + 1);
                (First[i], Count[i]) = (first, end - first);
                for (var k = 0; k < end - first; k++) Weights[i * Taps + k] = (float)(weights[k] / sum);
            }
        }
    }
}
