using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGpu.Kernels.Managed;

/// <summary>
/// <see cref="PatchCopies"/> with 512-bit vectors: each vector of a panel is put together from those runs of the image that it takes, and stored
/// once for all sum positions in turn. Copies stored over each other cross lines, and take twice as long.
/// </summary>
internal static unsafe class PatchVectors
{
    private const int Lanes = 16;

    /// <summary>See <see cref="PatchCopies.Copy"/>.</summary>
    public static void Copy(float* image, int* offsets, int depth, PatchCopy* copies, int count, float* target, int width)
    {
        var runs = stackalloc Run[Lanes];
        var end = copies + count;
        // Elements of the first copy that the vectors before took.
        var taken = 0;
        while (copies < end)
        {
            int used = 0, filled = 0;
            var vector = target + copies->To + taken;
            while (filled < Lanes && copies < end)
            {
                var length = Math.Min(Lanes - filled, copies->Length - taken);
                runs[used++] = new Run { Source = image + copies->From + taken - filled, Lane = filled };
                filled += length;
                taken += length;
                if (taken < copies->Length) continue;
                copies++;
                taken = 0;
            }
            if (used == 1) One(runs, offsets, depth, vector, width);
            else if (used == 2) Two(runs, offsets, depth, vector, width);
            else Many(runs, used, offsets, depth, vector, width);
        }
    }

    private static void One(Run* runs, int* offsets, int depth, float* target, int width)
    {
        var source = runs[0].Source;
        for (var k = 0; k < depth; k++, target += width) Vector512.Load(source + offsets[k]).Store(target);
    }

    private static void Two(Run* runs, int* offsets, int depth, float* target, int width)
    {
        float* first = runs[0].Source, second = runs[1].Source;
        var before = Before(runs[1].Lane);
        for (var k = 0; k < depth; k++, target += width)
            Vector512.ConditionalSelect(before, Vector512.Load(first + offsets[k]), Vector512.Load(second + offsets[k])).Store(target);
    }

    private static void Many(Run* runs, int count, int* offsets, int depth, float* target, int width)
    {
        for (var k = 0; k < depth; k++, target += width)
        {
            var values = Vector512.Load(runs[0].Source + offsets[k]);
            for (var run = runs + 1; run < runs + count; run++)
                values = Vector512.ConditionalSelect(Before(run->Lane), values, Vector512.Load(run->Source + offsets[k]));
            values.Store(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Before(int lane) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(lane)).AsSingle();

    // Elements that follow each other from a lane on, and where lane 0 would be.
    private struct Run
    {
        public float* Source;
        public int Lane;
    }
}
