using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

internal sealed unsafe partial class WinogradWeightGradient
{
    /// <summary>
    /// Sums over all tiles for a block of weights, transformed back at once, so that they stay in the second-level cache. A chunk is some
    /// target channels and a share of the image's channels.
    /// </summary>
    private sealed class BlockJob(WinogradWeightGradient owner) : ParallelJob
    {
        private const int MaxRows = 64, WantedChunks = 16;

        // Panels of this many tiles stay in the first-level cache.
        private const int MaxDepth = 192;

        private readonly int _rows = Math.Min(MaxRows, owner.GradientRow);
        private float* _images, _gradients, _weights, _scratch;
        private int _count, _rowBlocks, _shares;

        /// <summary>Floats of a worker's sums.</summary>
        public long ScratchFloats => (long)WinogradTransforms.Area * Step;

        // One vector more, so that the 36 values do not share a set of the cache.
        private int Step => _rows * MicroKernel.Columns + VectorWidth.FloatLanes;

        private int Panels => owner.ImageRow / MicroKernel.Columns;

        public void Run(int count, float* images, float* gradients, float* weights, float* scratch, int workers)
        {
            _count = count;
            _images = images;
            _gradients = gradients;
            _weights = weights;
            _scratch = scratch;
            _rowBlocks = (owner._part.Rows + _rows - 1) / _rows;
            _shares = Math.Clamp(WantedChunks / (owner._part.Groups * _rowBlocks), 1, Panels);
            WorkerPool.Run(this, owner._part.Groups * _rowBlocks * _shares, workers);
        }

        public override void Run(int chunk, int worker)
        {
            if (VectorWidth.Has512) Run<FloatVector512>(chunk, worker);
            else if (VectorWidth.Has256) Run<FloatVector256>(chunk, worker);
            else Run<FloatVector128>(chunk, worker);
        }

        private void Run<TVector>(int chunk, int worker) where TVector : struct, IFloatVector<TVector>
        {
            var part = owner._part;
            int share = chunk % _shares, first = chunk / _shares % _rowBlocks * _rows, group = chunk / _shares / _rowBlocks;
            int columns = MicroKernel.Columns, rows = Math.Min(_rows, owner.GradientRow - first);
            var sums = _scratch + worker * Math.Max(ScratchFloats, owner._transform.BandFloats);
            for (var panel = Panels * share / _shares; panel < Panels * (share + 1) / _shares; panel++)
            {
                for (var value = 0; value < WinogradTransforms.Area; value++)
                {
                    Multiply(
                        _images + group * owner.ImageGroup + panel * owner.ImagePanel + value * owner.ImageStep,
                        _gradients + group * owner.GradientGroup + first / TVector.Count * owner.GradientBlock + value * owner.GradientStep,
                        rows, sums + (long)value * Step);
                }
                for (var row = 0; row < Math.Min(rows, part.Rows - first); row++)
                {
                    var weights = _weights + (long)(group * part.Rows + first + row) * part.FilterRow + (long)panel * columns * part.FilterChannel;
                    owner._stages.Back<TVector>(sums + (long)row * columns, Step, Math.Min(columns, part.Channels - panel * columns), weights);
                }
            }
        }

        private void Multiply(float* images, float* gradients, int rows, float* sums)
        {
            PlanesAhead ahead = default;
            int lanes = VectorWidth.FloatLanes, columns = MicroKernel.Columns;
            var steps = (_count + MaxDepth - 1) / MaxDepth;
            for (var step = 0; step < steps; step++)
            {
                int begin = (int)((long)_count * step / steps), depth = (int)((long)_count * (step + 1) / steps) - begin;
                WinogradGradientStages.Multiply(
                    images + (long)begin * columns, gradients + (long)begin * lanes, owner.GradientBlock, rows, depth, sums, columns,
                    new TileStart(null, step > 0, false), ref ahead);
            }
        }
    }
}
