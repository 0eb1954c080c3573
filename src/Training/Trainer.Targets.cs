namespace ConvGpu;

public sealed partial class Trainer
{
    /// <content>What predictions are compared with: classes, shares of them, or values.</content>
    private Loss? _loss;

    /// <summary>The loss that the network is made with.</summary>
    private Loss TrainedLoss()
    {
        if (MixupAlpha == 0) return Loss;
        if (!(MixupAlpha > 0 && MixupAlpha <= Mixup.LargestAlpha))
            throw new ShapeException(FormattableString.Invariant($"Mixup's alpha is above 0 and at most {Mixup.LargestAlpha}, or 0 for none, not {MixupAlpha}."));
        if (Loss.Target != TargetKind.Class) return Loss;
        return Loss.OfShares() ?? throw new InvalidOperationException(
            $"Mixed images have shares of several classes, and {Loss.GetType().Name} compares with one: train with SoftmaxCrossEntropy, or override Loss.OfShares.");
    }

    private IEnumerable<string> MixupText() => MixupAlpha == 0 ? [] : [FormattableString.Invariant($"mixed in pairs (mixup, alpha {MixupAlpha})")];

    /// <summary>Refuses images that have not what the loss compares with.</summary>
    private void RequireTargets(ImageSet images, Shape output)
    {
        var (loss, kind) = (_loss!.GetType().Name, _loss.Target);
        if (images.TargetCount == 0)
        {
            if (kind == TargetKind.Values)
            {
                throw new InvalidOperationException(
                    $"{loss} compares with values, and the images of {images.Name} have classes: give them values with ImageSet.WithTargets, or train with a loss over classes.");
            }
            if (output.C >= images.Classes) return;
            throw new ShapeException(
                $"{_model.Name} tells {output.C} classes apart, but {images.Name} has {images.Classes}; end the model with {images.Classes} outputs.");
        }
        if (kind == TargetKind.Class)
        {
            throw new InvalidOperationException(
                $"{loss} compares with classes, and the images of {images.Name} have {images.TargetCount} values each: "
                + $"train with a loss over values, such as MeanSquaredError, or over shares, SoftTargetCrossEntropy.");
        }
        if (output.ItemCount != images.TargetCount)
        {
            throw new ShapeException(
                $"{_model.Name} puts out {output}, {output.ItemCount} values, but the images of {images.Name} have {images.TargetCount} values each; end the model with as many outputs.");
        }
    }
}
