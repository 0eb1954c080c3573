namespace ConvGpu;

/// <summary>A row of <see cref="ModelZoo.Models"/>.</summary>
public sealed class ModelInfo
{
    private readonly Func<int, float?, Graph> _build;

    internal ModelInfo(string name, Shape input, int classes, string description, Func<int, float?, Graph> build) =>
        (Name, Input, Classes, Description, _build) = (name, input, classes, description, build);

    /// <summary>The name that <see cref="ModelZoo.Create"/> takes.</summary>
    public string Name { get; }

    /// <summary>The input's channels, rows and columns (N is 1).</summary>
    public Shape Input { get; }

    /// <summary>Classes in the publication.</summary>
    public int Classes { get; }

    /// <summary>What it is and where it was published, in a few words.</summary>
    public string Description { get; }

    /// <summary>Makes the model.</summary>
    /// <param name="classes">Classes, or null for those of the publication.</param>
    /// <param name="dropout">The dropout rate of a model that has dropout, or null for the publication's.</param>
    internal Graph Create(int? classes, float? dropout) => _build(classes ?? Classes, dropout);
}
