using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>What comes before and after the products: tiles of the image transformed, and sums transformed back to outputs.</summary>
internal sealed unsafe class WinogradStages(WinogradTiles tiles, bool rectify)
{
    private readonly LoweredPart _part = tiles.Part;

    /// <summary>Floats of the band that a stage works in, for some tiles at once.</summary>
    public int BandFloats(int count) =>
        WinogradTransforms.Side * (Math.Min(count, tiles.Columns) * WinogradTransforms.Outputs + 2) * VectorWidth.FloatLanes;

    /// <summary>Tiles in panels of a register tile's height; in a panel, so many blocks of channels; in a block, the panel's tiles.</summary>
    /// <param name="image">The image, item 0.</param>
    /// <param name="group">The group.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="end">One past the last tile.</param>
    /// <param name="firstBlock">The first block of channels.</param>
    /// <param name="endBlock">One past the last block.</param>
    /// <param name="blocks">Blocks of a panel; those from there on take the same places.</param>
    /// <param name="height">Tiles of a panel.</param>
    /// <param name="images">Where the first of the values goes.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    /// <param name="band">Scratch memory of <see cref="BandFloats"/>.</param>
    public void Images<TVector>(
        float* image, int group, int first, int end, int firstBlock, int endBlock, int blocks, int height, float* images, nint valueStep, float* band)
        where TVector : struct, IFloatVector<TVector>
    {
        var lanes = TVector.Count;
        for (var tile = first; tile < end;)
        {
            var run = tiles.RunAt(tile, end);
            var columns = run.Count * WinogradTransforms.Outputs + 2;
            for (var block = firstBlock; block < endBlock; block++)
            {
                var channel = group * _part.Channels + block * lanes;
                ChannelBand.Read(
                    image + run.Item * _part.ImageItem + (long)channel * _part.ImageHeight * _part.ImageWidth, _part.ImageHeight, _part.ImageWidth,
                    Math.Min(lanes, _part.Channels - block * lanes), run.Row * WinogradTransforms.Outputs + tiles.Top,
                    run.Column * WinogradTransforms.Outputs + tiles.Left, WinogradTransforms.Side, columns, lanes, band);
                for (var i = 0; i < run.Count; i++)
                {
                    var index = tile - first + i;
                    var target = images + ((index / height * blocks + block % blocks) * height + index % height) * lanes;
                    WinogradTransforms.Image<TVector>(band + i * WinogradTransforms.Outputs * lanes, columns * lanes, target, valueStep);
                }
            }
            tile += run.Count;
        }
    }

    /// <summary>Outputs of some panels of target channels from sums whose rows are tiles.</summary>
    /// <param name="products">The sums of the first value.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    /// <param name="group">The group.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="end">One past the last tile.</param>
    /// <param name="firstPanel">The first panel.</param>
    /// <param name="endPanel">One past the last panel.</param>
    /// <param name="bias">A value per target channel, or null.</param>
    /// <param name="target">The result, item 0.</param>
    /// <param name="band">Scratch memory of <see cref="BandFloats"/>.</param>
    public void Outputs<TVector>(
        float* products, nint valueStep, int group, int first, int end, int firstPanel, int endPanel, float* bias, float* target, float* band)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, row = (endPanel - firstPanel) * MicroKernel.Columns;
        int firstChannel = firstPanel * MicroKernel.Columns, endChannel = Math.Min(endPanel * MicroKernel.Columns, _part.Rows);
        var terms = stackalloc float[lanes];
        new Span<float>(terms, lanes).Clear();
        for (var tile = first; tile < end;)
        {
            var run = tiles.RunAt(tile, end);
            int columns = run.Count * WinogradTransforms.Outputs, top = run.Row * WinogradTransforms.Outputs, left = run.Column * WinogradTransforms.Outputs;
            for (var channel = firstChannel; channel < endChannel; channel += lanes)
            {
                var count = Math.Min(lanes, endChannel - channel);
                if (bias != null) new ReadOnlySpan<float>(bias + group * _part.Rows + channel, count).CopyTo(new Span<float>(terms, lanes));
                var start = TVector.Load(terms);
                for (var i = 0; i < run.Count; i++)
                {
                    WinogradTransforms.Output(
                        products + (long)(tile - first + i) * row + channel - firstChannel, valueStep, start, rectify,
                        band + i * WinogradTransforms.Outputs * lanes, columns * lanes);
                }
                ChannelBand.Write(
                    band, columns, lanes, Math.Min(WinogradTransforms.Outputs, _part.OutRows - top), Math.Min(columns, _part.OutColumns - left), count,
                    target + run.Item * _part.TargetItem + (long)(group * _part.Rows + channel) * _part.TargetPlane + (long)top * _part.TargetRow + left,
                    _part.TargetRow, _part.TargetPlane);
            }
            tile += run.Count;
        }
    }
}
