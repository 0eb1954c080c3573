using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>A vector's width, or less, of neighbouring elements that go from a frame to a packed panel.</summary>
internal struct PatchCopy
{
    public nint From;
    public int To, Length;
}

/// <summary>
/// Lays the elements that a tap meets at consecutive output positions of the batch side by side, across the ends of rows, planes and
/// items. The positions' places are worked out once and serve all channels and taps, which lie at fixed distances.
/// </summary>
/// <param name="part">The convolution.</param>
/// <param name="frame">Where its image lies.</param>
/// <param name="width">Positions of a panel.</param>
internal readonly unsafe struct PatchCopies(LoweredPart part, ImageFrame frame, int width)
{
    // Positions that lie side by side in the frame.
    private int RowLength => frame.Width == part.OutColumns ? part.Pixels : part.OutColumns;

    /// <summary>Lists the copies for positions <paramref name="first"/> .. first + count - 1.</summary>
    /// <param name="first">The first position, counted over the items.</param>
    /// <param name="count">How many; a list takes at most as many copies.</param>
    /// <param name="panel">Floats from one panel to the next.</param>
    /// <param name="copies">The list.</param>
    /// <returns>Its length.</returns>
    public int List(long first, int count, nint panel, PatchCopy* copies)
    {
        int lanes = VectorWidth.FloatLanes, used = 0;
        long item = first / part.Pixels;
        var pixel = (int)(first % part.Pixels);
        for (var done = 0; done < count;)
        {
            int row = pixel / RowLength, column = pixel % RowLength, lane = done % width;
            var length = Math.Min(Math.Min(RowLength - column, lanes), Math.Min(width - lane, count - done));
            copies[used++] = new PatchCopy
            {
                From = (nint)(item * frame.Item + (long)row * frame.Width + column), To = (int)(done / width * panel) + lane, Length = length,
            };
            done += length;
            pixel += length;
            if (pixel < part.Pixels) continue;
            pixel = 0;
            item++;
        }
        return used;
    }

    /// <summary>
    /// Copies whole vectors: what is read and written behind a copy's length is overwritten by the next copy or row. It reads up to a
    /// vector behind the last element, and writes as much behind the last panel.
    /// </summary>
    /// <param name="image">The frames, at the group.</param>
    /// <param name="offsets">A sum position's distance, for each row.</param>
    /// <param name="depth">Rows of a panel.</param>
    /// <param name="copies">From <see cref="List"/>.</param>
    /// <param name="count">Its length.</param>
    /// <param name="target">Panels: per sum position the positions side by side.</param>
    public void Copy(float* image, int* offsets, int depth, PatchCopy* copies, int count, float* target)
    {
        // A vector of shorter rows is put together from too many.
        if (VectorWidth.Has512 && RowLength >= VectorWidth.FloatLanes / 2) PatchVectors.Copy(image, offsets, depth, copies, count, target, width);
        else if (VectorWidth.Has512) Copy<FloatVector512>(image, offsets, depth, copies, count, target);
        else if (VectorWidth.Has256) Copy<FloatVector256>(image, offsets, depth, copies, count, target);
        else Copy<FloatVector128>(image, offsets, depth, copies, count, target);
    }

    /// <summary>Copies no element more than asked for.</summary>
    public void CopyExactly(float* image, int* offsets, int depth, PatchCopy* copies, int count, float* target)
    {
        for (var k = 0; k < depth; k++, target += width)
            for (var i = 0; i < count; i++) TileCopy.Gather(image + offsets[k] + copies[i].From, 1, target + copies[i].To, copies[i].Length);
    }

    private void Copy<TVector>(float* image, int* offsets, int depth, PatchCopy* copies, int count, float* target)
        where TVector : struct, IFloatVector<TVector>
    {
        for (var k = 0; k < depth; k++, target += width)
        {
            var source = image + offsets[k];
            var end = copies + count;
            for (var copy = copies; copy < end; copy++) TVector.Load(source + copy->From).Store(target + copy->To);
        }
    }
}
