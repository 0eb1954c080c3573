using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConvGpu;

/// <summary>Where a training run stands, but for what is on the device.</summary>
/// <param name="Batches">Batches of the current epoch that were trained on; the epoch is the one behind <paramref name="Epochs"/>.</param>
/// <param name="Steps">Training steps in all.</param>
/// <param name="Updates">Updates of the parameters, which the schedule counts.</param>
/// <param name="StepsSinceUpdate">Steps that have added their gradients since.</param>
/// <param name="Images">Images trained on in all.</param>
/// <param name="Seconds">Seconds of training.</param>
/// <param name="EpochSeconds">Seconds of the current epoch.</param>
/// <param name="EpochRate">The learning rate that it began with.</param>
/// <param name="FirstLoss">The mean loss of the first step.</param>
/// <param name="Epochs">The epochs that are complete.</param>
/// <param name="Unvalidated">The current epoch where all of it but its validation is done, or null.</param>
internal sealed record TrainingPosition(
    int Batches, long Steps, long Updates, int StepsSinceUpdate, long Images, double Seconds, double EpochSeconds, float EpochRate, float FirstLoss,
    IReadOnlyList<EpochResult> Epochs, EpochResult? Unvalidated)
{
    private static readonly JsonSerializerOptions _options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>As a text, which has every bit of every number.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _options);

    /// <summary>Reads <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException">The text is not of this kind, or its numbers make no sense.</exception>
    public static TrainingPosition FromJson(string text)
    {
        var position = JsonSerializer.Deserialize<TrainingPosition>(text, _options);
        if (position?.Epochs is null || position.Epochs.Contains(null!)) throw new JsonException("The epochs are missing.");
        for (var i = 0; i < position.Epochs.Count; i++)
            if (position.Epochs[i].Epoch != i + 1) throw new JsonException($"Epoch {i + 1} is missing.");
        if (position is { Batches: < 0 } or { Steps: < 0 } or { Updates: < 0 } or { StepsSinceUpdate: < 0 } or { Images: < 0 } || !(position.Seconds >= 0))
            throw new JsonException("A number is below 0.");
        return position;
    }

    /// <summary>For messages.</summary>
    public override string ToString() => FormattableString.Invariant($"epoch {Epochs.Count + 1}, batch {Batches}, step {Steps}");
}
