using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>The steps of F(3x3, 4x4): tiles of the image and of dy transformed, multiplied, and sums transformed back to weights.</summary>
internal sealed unsafe class WinogradGradientStages(WinogradTiles tiles)
{
    private readonly LoweredPart _part = tiles.Part;

    /// <summary>Image channels of a group, filled up to whole register tiles.</summary>
    public int ImageRow { get; } = MicroKernel.RoundUp(tiles.Part.Channels, MicroKernel.Columns);

    /// <summary>Target channels of a group, filled up to whole vectors.</summary>
    public int GradientRow { get; } = tiles.RowBlocks * VectorWidth.FloatLanes;

    /// <summary>Floats of the band that a run of so many tiles is transformed in.</summary>
    public int BandFloats(int count) =>
        WinogradTransforms.Side * (Math.Min(count, tiles.Columns) * WinogradTransforms.Outputs + 2) * VectorWidth.FloatLanes;

    /// <summary>Transforms tiles of the image: per value panels of a register tile's columns of channels; in a panel, tile by tile.</summary>
    /// <param name="image">The image, item 0.</param>
    /// <param name="group">The group.</param>
    /// <param name="run">The tiles.</param>
    /// <param name="band">Scratch memory of <see cref="BandFloats"/>.</param>
    /// <param name="target">Where the first tile's first value goes.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    /// <param name="panelStep">Floats from one panel to the next.</param>
    public void Images<TVector>(float* image, int group, WinogradTiles.Run run, float* band, float* target, nint valueStep, long panelStep)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, panel = MicroKernel.Columns, columns = run.Count * WinogradTransforms.Outputs + 2;
        for (var channel = 0; channel < ImageRow; channel += lanes)
        {
            var first = (long)group * _part.Channels + Math.Min(channel, _part.Channels - 1);
            ChannelBand.Read(
                image + run.Item * _part.ImageItem + first * _part.ImageHeight * _part.ImageWidth, _part.ImageHeight, _part.ImageWidth,
                Math.Clamp(_part.Channels - channel, 0, lanes), run.Row * WinogradTransforms.Outputs + tiles.Top,
                run.Column * WinogradTransforms.Outputs + tiles.Left, WinogradTransforms.Side, columns, lanes, band);
            var to = target + channel / panel * panelStep + channel % panel;
            for (var i = 0; i < run.Count; i++)
                WinogradTransforms.Image<TVector>(band + i * WinogradTransforms.Outputs * lanes, columns * lanes, to + i * panel, valueStep);
        }
    }

    /// <summary>Transforms tiles of dy: per value blocks of a vector's width of channels; in a block, tile by tile.</summary>
    /// <param name="gradient">dy, item 0.</param>
    /// <param name="group">The group.</param>
    /// <param name="run">The tiles.</param>
    /// <param name="band">Scratch memory of <see cref="BandFloats"/>.</param>
    /// <param name="target">Where the first tile's first value goes.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    /// <param name="blockStep">Floats from one block to the next.</param>
    public void Gradients<TVector>(float* gradient, int group, WinogradTiles.Run run, float* band, float* target, nint valueStep, long blockStep)
        where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, columns = run.Count * WinogradTransforms.Outputs;
        for (var channel = 0; channel < _part.Rows; channel += lanes)
        {
            ChannelBand.Read(
                gradient + run.Item * _part.TargetItem + ((long)group * _part.Rows + channel) * _part.TargetPlane,
                _part.OutRows, _part.OutColumns, Math.Min(lanes, _part.Rows - channel), run.Row * WinogradTransforms.Outputs,
                run.Column * WinogradTransforms.Outputs, WinogradTransforms.Outputs, columns, lanes, band);
            var to = target + channel / lanes * blockStep;
            for (var i = 0; i < run.Count; i++)
                WinogradTransforms.Gradient<TVector>(band + i * WinogradTransforms.Outputs * lanes, columns * lanes, to + i * lanes, valueStep);
        }
    }

    /// <summary>Adds the products of one value of some tiles for some target channels and a panel of the image's.</summary>
    /// <param name="images">The panel's first tile.</param>
    /// <param name="gradients">The first block's first tile.</param>
    /// <param name="blockStep">Floats from one block of target channels to the next.</param>
    /// <param name="rows">Target channels, whole blocks.</param>
    /// <param name="depth">Tiles.</param>
    /// <param name="sums">A row of sums per target channel.</param>
    /// <param name="sumRow">Floats from one row to the next.</param>
    /// <param name="start">What the sums start from.</param>
    /// <param name="ahead">What is fetched meanwhile.</param>
    public static void Multiply(
        float* images, float* gradients, long blockStep, int rows, int depth, float* sums, nint sumRow, in TileStart start, ref PlanesAhead ahead)
    {
        int lanes = VectorWidth.FloatLanes, height = VectorWidth.Has512 ? 8 : 4;
        var right = new SteppedRight(images, MicroKernel.Columns);
        for (var row = 0; row < rows; row += height)
        {
            var left = new PackedLeft(gradients + row / lanes * blockStep + row % lanes, lanes);
            MicroKernel.Run(height, depth, left, right, sums + row * sumRow, sumRow, start);
            ahead.Fetch();
        }
    }

    /// <summary>The weights of one target channel for some channels of the image.</summary>
    /// <param name="sums">The channel's sums of the first value.</param>
    /// <param name="valueStep">Floats from one value to the next.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="weights">Their weights, overwritten.</param>
    public void Back<TVector>(float* sums, nint valueStep, int channels, float* weights) where TVector : struct, IFloatVector<TVector>
    {
        int lanes = TVector.Count, taps = _part.Taps;
        var result = stackalloc float[taps * lanes];
        var turned = tiles.IsTurned;
        for (var channel = 0; channel < channels; channel += lanes)
        {
            WinogradTransforms.FilterGradient<TVector>(sums + channel, valueStep, result + (turned ? taps - 1 : 0) * lanes, turned ? -lanes : lanes);
            Transpose.Copy(result, lanes, taps, Math.Min(lanes, channels - channel), weights + (long)channel * _part.FilterChannel, _part.FilterChannel);
        }
    }
}
