using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace ConvGpu;

/// <summary>
/// Resizes a part of a picture by a triangle filter that widens where the picture becomes smaller, as Pillow's bilinear resize and
/// torchvision's do: rows first, each of those needed once, then columns. Weights are float32; values are rounded at the end.
/// </summary>
internal sealed class PictureResizer
{
    private const int Lanes = 4, Pair = 2, Block = 16;

    private readonly Axis _rows = new(), _columns = new();
    private float[] _ring = [];
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
        _columns.PadToPairs(source.Width);
        // Whole blocks: what is behind a row is computed with it and not used.
        var (length, depth, plane) = ((Lanes * target.W + Block - 1) / Block * Block, _rows.Taps, target.H * target.W);
        if (_ring.Length < depth * length) _ring = new float[depth * length];
        if (_row.Length < length) _row = new byte[length];
        var filtered = _rows.First[0];
        for (var y = 0; y < target.H; y++)
        {
            var (first, count) = (_rows.First[y], _rows.Count[y]);
            for (filtered = Math.Max(filtered, first); filtered < first + count; filtered++)
                FilterRow(source.From(filtered), _ring.AsSpan(filtered % depth * length, length), target.W);
            var row = _row.AsSpan(0, length);
            CombineRows(first, _rows.Weights.AsSpan(y * depth, count), row);
            var at = y * target.W;
            if (target.C == 1) Luma(row, destination.Slice(at, target.W));
            else PixelRows.Separate(row, destination.Slice(at, target.W), destination.Slice(plane + at, target.W), destination.Slice(2 * plane + at, target.W));
        }
    }

    /// <summary>A pixel is four lanes: its bytes as floats. Two neighbours at a time.</summary>
    private void FilterRow(ReadOnlySpan<byte> source, Span<float> target, int width)
    {
        var taps = _columns.Taps;
        var first = _columns.First.AsSpan(0, width);
        var weights = _columns.Weights.AsSpan(0, width * taps);
        for (var x = 0; x < first.Length; x++)
        {
            var (sums, at) = (Vector256<float>.Zero, PixelBuffer.PixelBytes * first[x]);
            for (var k = 0; k < taps; k += Pair, at += Pair * PixelBuffer.PixelBytes)
            {
                var bytes = Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(source[at..])).AsByte();
                var wide = Vector256.WidenLower(Vector128.WidenLower(bytes).ToVector256Unsafe()).AsInt32();
                var pair = weights.Slice(x * taps + k, Pair);
                sums += Vector256.ConvertToSingle(wide) * Vector256.Create(Vector128.Create(pair[0]), Vector128.Create(pair[1]));
            }
            (sums.GetLower() + sums.GetUpper()).CopyTo(target[(Lanes * x)..]);
        }
    }

    /// <summary>Of filtered rows the sum by their weights, rounded. Weights add up to 1 within a few roundings, so that no value leaves 0 to 255 by as much as half a step.</summary>
    private void CombineRows(int first, ReadOnlySpan<float> weights, Span<byte> row)
    {
        var (depth, half) = (_rows.Taps, Vector256.Create(0.5f));
        var ring = _ring.AsSpan();
        for (var i = 0; i < row.Length; i += Block)
        {
            var (low, high) = (half, half);
            var slot = first % depth;
            foreach (var weight in weights)
            {
                var values = ring.Slice(slot * row.Length + i, Block);
                low += Vector256.Create<float>(values) * weight;
                high += Vector256.Create<float>(values[(Block / 2)..]) * weight;
                if (++slot == depth) slot = 0;
            }
            var whole = Vector256.Narrow(Vector256.ConvertToInt32Native(low), Vector256.ConvertToInt32Native(high)).AsUInt16();
            Vector128.Narrow(whole.GetLower(), whole.GetUpper()).CopyTo(row[i..]);
        }
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

        private float[] _padded = [];
        private int _length;

        /// <summary>The most source positions of a target position; so many weights stand for each.</summary>
        public int Taps { get; private set; }

        public void Prepare(int size, double start, double length, int target)
        {
            // Nothing from outside of the part comes in, as if it had been cut out first.
            var (least, most) = ((int)Math.Floor(start + 1e-6), Math.Min(size, (int)Math.Ceiling(start + length - 1e-6)));
            var scale = length / target;
            var support = Math.Max(scale, 1);
            Taps = (int)Math.Ceiling(2 * support);
            if (First.Length < target) (First, Count) = (new int[target], new int[target]);
            if (Weights.Length < target * Taps) Weights = new float[target * Taps];
            Span<double> weights = Taps <= 256 ? stackalloc double[Taps] : new double[Taps];
            for (var i = 0; i < target; i++)
            {
                var centre = start + (i + 0.5) * scale;
                var first = Math.Clamp((int)Math.Floor(centre - support + 0.5), least, most - 1);
                // A rounding may add one more, of no weight.
                var end = Math.Clamp((int)Math.Floor(centre + support + 0.5), first + 1, Math.Min(Math.Max(most, first + 1), first + Taps));
                var sum = 0.0;
                for (var k = 0; k < end - first; k++) sum += weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / support));
                // A part of less than a pixel may have its centre between none: the nearest.
                if (sum == 0) (weights[0], sum, end) = (1, 1, first + 1);
                (First[i], Count[i]) = (first, end - first);
                for (var k = 0; k < end - first; k++) Weights[i * Taps + k] = (float)(weights[k] / sum);
            }
            _length = target;
        }

        /// <summary>Gives each target position as many weights as any other, in pairs, with zeros; at most one position behind the source gets one.</summary>
        public void PadToPairs(int size)
        {
            var (taps, end) = (Math.Min(Even(Taps), Even(size)), Even(size));
            if (_padded.Length < _length * taps) _padded = new float[_length * taps];
            for (var i = 0; i < _length; i++)
            {
                var first = Math.Min(First[i], end - taps);
                var own = _padded.AsSpan(i * taps, taps);
                own.Clear();
                Weights.AsSpan(i * Taps, Count[i]).CopyTo(own[(First[i] - first)..]);
                First[i] = first;
            }
            (Weights, _padded, Taps) = (_padded, Weights, taps);
        }

        private static int Even(int count) => count + count % Pair;
    }
}
