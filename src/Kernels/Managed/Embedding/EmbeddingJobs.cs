using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>y[i, d, l] = w[indices[i, l], d].</summary>
internal sealed unsafe class EmbeddingForwardJob(EmbeddingSizes sizes, int* indices, float* weights, float* y) : ItemJob
{
    public void Run(int n) => RunOver(n, sizes.Count);

    protected override void Item(long item)
    {
        var places = indices + item * sizes.Length;
        var rows = y + item * sizes.Count;
        for (var place = 0; place < sizes.Length; place++)
        {
            var known = (uint)places[place] < (uint)sizes.Vocabulary;
            var row = weights + (known ? (long)places[place] * sizes.Dimensions : 0);
            for (var d = 0; d < sizes.Dimensions; d++) rows[d * sizes.Length + place] = known ? row[d] : 0;
        }
    }
}

/// <summary>dw[v, d] = the sum of dy[i, d, l] over the places of v, in order. A chunk is a run of dimensions.</summary>
internal sealed unsafe class EmbeddingBackwardJob(EmbeddingSizes sizes, float* dy, int* indices, float* dw) : ParallelJob
{
    // A cache line of each row: threads do not share lines of tables whose rows are whole lines.
    private const int Grain = 16;

    private int _batch;

    public void Run(int n)
    {
        _batch = n;
        WorkerPool.Run(this, new ChunkedRange(sizes.Dimensions, Grain).Count);
    }

    public override void Run(int chunk, int worker)
    {
        var range = new ChunkedRange(sizes.Dimensions, Grain);
        int first = (int)range.Start(chunk), count = (int)range.End(chunk) - first;
        for (var entry = 0; entry < sizes.Vocabulary; entry++) new Span<float>(dw + (long)entry * sizes.Dimensions + first, count).Clear();
        for (var item = 0; item < _batch; item++)
        {
            var rows = dy + ((long)item * sizes.Dimensions + first) * sizes.Length;
            for (var place = 0; place < sizes.Length; place++)
            {
                var entry = indices[(long)item * sizes.Length + place];
                if ((uint)entry >= (uint)sizes.Vocabulary) continue;
                var target = dw + (long)entry * sizes.Dimensions + first;
                for (var d = 0; d < count; d++) target[d] += rows[(long)d * sizes.Length + place];
            }
        }
    }
}
