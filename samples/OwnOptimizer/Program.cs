// A user's own optimiser: Lion learns the digits.
using System.Globalization;
using ConvGpu;
using ConvGpu.Samples;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var model = Sequential.Of("digits", new Shape(1, 1, 8, 8), new Flatten(), new Dense(64, 32), new ReLU(), new Dense(32, 10));
using var trainer = new Trainer(model, device) { Optimizer = new Lion(0.001f, weightDecay: 0.01f), Loss = new SoftmaxCrossEntropy() };
Console.WriteLine($"{device}");
var result = trainer.Fit(Datasets.Digits(), epochs: 8, batchSize: 32);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Test?.Accuracy:P1} of the test images are right"));
return result.Test?.Accuracy > 0.85 ? 0 : 1;
