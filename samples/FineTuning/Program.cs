// Fine-tuning: a network that tells the ten digits apart learns from 40 pictures by other writers which of them are odd.
using System.Globalization;
using ConvGpu;
using ConvGpu.Samples;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var digits = Datasets.Digits();
var odd = OddDigits.From(digits.HardTest!, pictures: 40);
var folder = Directory.CreateTempSubdirectory("fine-tuning");
try
{
    // The trained model, in whose place a file may stand; WeightNames.Torchvision reads those of PyTorch.
    var weights = Path.Combine(folder.FullName, "trained.safetensors");
    using (var trainer = new Trainer(OddDigits.Model(classes: 10), device) { Observer = null })
    {
        trainer.Fit(digits, epochs: 15, batchSize: 64);
        trainer.Network!.SaveWeights(weights);
    }

    // The same layers with a new head. Each way has 30 epochs, and is the mean of three seeds.
    ulong[] seeds = [1, 2, 3];
    var model = OddDigits.Model(classes: 10).ForClasses(2);
    var head = seeds.Average(seed => FineTuned(seed, headEpochs: 30, allEpochs: 0));
    var all = seeds.Average(seed => FineTuned(seed, headEpochs: 10, allEpochs: 20));
    var scratch = ((float[])[0.001f, 0.005f, 0.02f]).Max(rate => seeds.Average(seed => FromScratch(seed, rate)));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{device}\nright of 320 test images: {head:P1} with a new head alone, {all:P1} fine-tuned, {scratch:P1} from scratch at the best of three rates"));
    return Math.Min(head, all) > scratch + 0.04 ? 0 : 1;

    // First the head learns, in front of which everything is frozen; then everything, at a smaller learning rate.
    double FineTuned(ulong seed, int headEpochs, int allEpochs)
    {
        using var head = Learner(model, seed, rate: 0.005f, frozen: model.LearnedBefore("classes"));
        head.Prepare(odd, batchSize: 20).LoadWeights(weights, partial: true);
        var right = Right(head, headEpochs);
        if (allEpochs == 0) return right;
        using var all = Learner(model, seed, rate: 0.002f, frozen: []);
        all.Prepare(odd, batchSize: 20).CopyWeightsFrom(head.Network!);
        return Right(all, allEpochs);
    }
    double FromScratch(ulong seed, float rate)
    {
        using var learner = Learner(OddDigits.Model(classes: 2), seed, rate, frozen: []);
        return Right(learner, epochs: 30);
    }
}
catch (ConvGpuException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
finally
{
    folder.Delete(recursive: true);
}

Trainer Learner(Graph model, ulong seed, float rate, IReadOnlyCollection<string> frozen) =>
    new(model, device) { Observer = null, Seed = seed, Optimizer = new Sgd(rate, momentum: 0.9f), Frozen = frozen };
double Right(Trainer trainer, int epochs) => trainer.Fit(odd, epochs, batchSize: 20).Test!.Value.Accuracy;
