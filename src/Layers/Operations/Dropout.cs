namespace ConvGpu;

/// <summary>
/// In training sets elements to zero at random and scales the others by 1 / (1 - rate); in inference passes its input on
/// (Srivastava et al., 2014).
/// </summary>
/// <param name="rate">The share of elements set to zero, from 0 up to, but not including, 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is outside that range.</exception>
public sealed class Dropout(float rate = 0.5f) : DropoutLayer(rate)
{
    /// <inheritdoc/>
    public override string Kind => "dropout";

    private protected override int RunOf(Shape input) => 1;
}
