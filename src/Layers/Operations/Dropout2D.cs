namespace ConvGpu;

/// <summary>
/// In training sets whole channels of (N, C, H, W), (N, C, L) or volumes to zero at random and scales the others by 1 / (1 - rate); in
/// inference passes its input on (Tompson et al., 2015). Neighbouring pixels of a channel are too much alike for <see cref="Dropout"/> to
/// take anything from it. PyTorch's Dropout2d, and its Dropout1d and Dropout3d.
/// </summary>
/// <param name="rate">The share of channels set to zero, from 0 up to, but not including, 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is outside that range.</exception>
public sealed class Dropout2D(float rate = 0.5f) : DropoutLayer(rate)
{
    /// <inheritdoc/>
    public override string Kind => "dropout2d";

    private protected override int RunOf(Shape input) => (int)(input.ItemCount / input.C);
}
