// Fine-tuning: a network that knows the digits 0 to 5 learns 6 to 9 from 20 pictures.
using System.Globalization;
using ConvGpu;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var (digits, folder) = (Datasets.Digits(), Directory.CreateTempSubdirectory("fine-tuning"));
var weights = Path.Combine(folder.FullName, "trained.safetensors");

// The trained model, in whose place a file may stand; WeightNames.Torchvision reads those of PyTorch.
using (var trainer = new Trainer(Model(classes: 6), device) { Observer = null })
{
    trainer.Fit(Part(digits, 0, 5), epochs: 6, batchSize: 64);
    trainer.Network!.SaveWeights(weights);
}

// The same layers with a new head, and all pictures that there are of the new classes.
var model = Model(classes: 6).ForClasses(4);
var few = Part(digits, 6, 9, most: 20);

// First the head learns, in front of which everything is frozen.
using var head = new Trainer(model, device) { Observer = null, Frozen = model.LearnedBefore("classes") };
head.Prepare(few, batchSize: 8).LoadWeights(weights, partial: true);
var first = head.Fit(few, epochs: 5, batchSize: 8).Test!.Value.Accuracy;

// Then everything, at a smaller learning rate.
using var all = new Trainer(model, device) { Observer = null, Optimizer = new Sgd(0.01f, momentum: 0.9f) };
all.Prepare(few, batchSize: 8).CopyWeightsFrom(head.Network!);
var tuned = all.Fit(few, epochs: 20, batchSize: 8).Test!.Value.Accuracy;

using var untrained = new Trainer(Model(classes: 4), device) { Observer = null };
var scratch = untrained.Fit(few, epochs: 25, batchSize: 8).Test!.Value.Accuracy;

Console.WriteLine($"{device}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"right of the test images: {first:P1} with a new head, {tuned:P1} fine-tuned, {scratch:P1} from scratch"));
folder.Delete(recursive: true);
return tuned > scratch + 0.05 ? 0 : 1;

static Graph Model(int classes) => Sequential.Of(
    "small", new Shape(1, 1, 8, 8),
    new Conv2D(1, 16, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(16), new ReLU(),
    new Conv2D(16, 32, kernel: 3, padding: Padding.Same, bias: false), new BatchNorm2D(32), new ReLU(), new MaxPool2D(2),
    new Flatten(), new Dense(32 * 4 * 4, classes));

// The images of some classes, which are numbered from 0.
static Dataset Part(Dataset digits, int from, int to, int most = int.MaxValue) =>
    new($"{from} to {to}", Images(digits.Train, from, to, most), Images(digits.Test, from, to, int.MaxValue));

static ImageSet Images(ImageSet images, int from, int to, int most)
{
    int[] chosen = [.. Enumerable.Range(0, images.Count).Where(i => images.Labels[i] >= from && images.Labels[i] <= to).Take(most)];
    byte[] pixels = [.. chosen.SelectMany(i => images.Image(i).ToArray())];
    return new ImageSet(images.Name, images.Shape with { N = chosen.Length }, to - from + 1, pixels, [.. chosen.Select(i => images.Labels[i] - from)]);
}
