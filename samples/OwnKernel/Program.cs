// A user's own kernel: an ordinary ILGPU kernel over a tensor of ConvGpu.
using ConvGpu;
using ILGPU;

var name = args.Length > 0 ? args[0] : "cpu";
using var device = ComputeDevice.Open(name);
using var tensor = device.Allocate(new Shape(1, 1, 2, 4), "values");
tensor.Upload([1, 2, 3, 4, 5, 6, 7, 8]);

device.Launch(Scale, tensor.Length, tensor.View, 0.5f);

Console.WriteLine($"{device}");
Console.WriteLine(string.Join(" ", tensor.ToArray()));

static void Scale(Index1D i, ArrayView<float> x, float s) => x[i] *= s;
