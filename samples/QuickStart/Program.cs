using ConvGpu;

using var device = ComputeDevice.Best();
var model = Sequential.Of(
    new Conv2D(1, 16, kernel: 3, padding: Padding.Same), new ReLU(), new MaxPool2D(2),
    new Flatten(), new Dense(16 * 4 * 4, 10));
using var trainer = new Trainer(model, device) { Optimizer = new Sgd(0.05f, momentum: 0.9f), Loss = new SoftmaxCrossEntropy() };
var result = trainer.Fit(Datasets.Digits(), epochs: 10, batchSize: 64);
Console.WriteLine($"{result.Test?.Accuracy:P1} of the test images are right on {device}");
