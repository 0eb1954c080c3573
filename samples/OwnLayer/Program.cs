// A user's own layer: behind Halve, the layer of docs/add-a-layer.md, a weight learns 6 where the answer is 3x.
using System.Globalization;
using ConvGpu;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var model = Sequential.Of("halved", new Shape(1, 1), new Dense(1, 1, bias: false), new Halve());
using var network = new Network(model, device, new NetworkOptions { MaxBatch = 4, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.2f) });

network.SetInput([-2, -1, 1, 2]);
network.SetTargets([-6, -3, 3, 6]);
for (var step = 0; step < 100; step++) network.TrainStep(4);

var weight = network.ReadParameter("dense1.weight")[0];
Console.WriteLine($"{device}");
// What its backward pass computes is the slope of what its forward pass computes.
Console.WriteLine(GradientCheck.Run(new Halve(), new Shape(1, 2, 3, 4), device));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learned weight {weight:F4}"));
return Math.Abs(weight - 6) < 1e-3 ? 0 : 1;
