using ConvGpu;

// Five steps on random images, as a user of the package would take them.
using var device = ComputeDevice.Open("cpu");
var model = Sequential.Of(
    new Conv2D(1, 8, kernel: 3, padding: Padding.Same), new ReLU(), new MaxPool2D(2), new Flatten(), new Dense(8 * 4 * 4, 10));
using var trainer = new Trainer(model, device) { Optimizer = new Sgd(0.05f, momentum: 0.9f), Loss = new SoftmaxCrossEntropy() };

const int steps = 5, batch = 16;
var random = new Random(1);
var pixels = new byte[steps * batch * 8 * 8];
random.NextBytes(pixels);
var images = new ImageSet("random", new Shape(steps * batch, 1, 8, 8), 10, pixels, [.. Enumerable.Range(0, steps * batch).Select(_ => random.Next(10))]);
var result = trainer.Fit(new Dataset("random", images, images), epochs: 1, batchSize: batch);
if (!float.IsFinite((float)result.FinalLoss)) throw new InvalidOperationException($"The loss is {result.FinalLoss}.");
Console.WriteLine($"steps {result.Epochs.Count * images.Shape.N / batch}");
