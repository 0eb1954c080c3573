namespace ConvGpu;

/// <summary>How gradients are kept from being too large, before the optimiser sees them.</summary>
public sealed record GradientClip
{
    private GradientClip(float limit, bool isNorm)
    {
        if (!(limit > 0 && float.IsFinite(limit))) throw new ArgumentOutOfRangeException(nameof(limit), limit, "Gradients are clipped at a finite number above 0.");
        (Limit, IsNorm) = (limit, isNorm);
    }

    /// <summary>The largest magnitude or norm.</summary>
    public float Limit { get; }

    /// <summary>Whether the limit is of the norm of all gradients together.</summary>
    public bool IsNorm { get; }

    /// <summary>Every value of a gradient is cut to -limit .. limit (PyTorch's clip_grad_value_).</summary>
    /// <param name="limit">The largest magnitude, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside its range.</exception>
    public static GradientClip ByValue(float limit) => new(limit, false);

    /// <summary>
    /// Where the Euclidean norm of all gradients together is above the limit, all are scaled down to it (PyTorch's clip_grad_norm_).
    /// All gradients are kept until the last is known, which takes memory.
    /// </summary>
    /// <param name="limit">The largest norm, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside its range.</exception>
    public static GradientClip ByNorm(float limit) => new(limit, true);
}
