// A network learns its kernel: from pairs of image and Sobel response, a 3x3 convolution recovers the Sobel kernel.
using ConvGpu;

float[] sobel = [1, 0, -1, 2, 0, -2, 1, 0, -1];
const int Images = 64;
const int Size = 8;
const int Inner = Size - 2;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var model = Sequential.Of("sobel", new Shape(1, 1, Size, Size), new Conv2D(1, 1, kernel: 3, bias: false));
using var network = new Network(model, device, new NetworkOptions
{
    MaxBatch = Images, Loss = new MeanSquaredError(), Optimizer = new Sgd(0.2f, momentum: 0.9f),
});

// Digits and what the Sobel filter makes of them.
var digits = Datasets.Digits().Train;
var normalise = new ImageTransform(digits, network.InputShape);
var input = new float[Images * Size * Size];
var target = new float[Images * Inner * Inner];
for (var i = 0; i < Images; i++)
{
    var image = input.AsSpan(i * Size * Size, Size * Size);
    normalise.Apply(digits.Image(i), image);
    for (var y = 0; y < Inner; y++)
    {
        for (var x = 0; x < Inner; x++)
        {
            for (var k = 0; k < 9; k++)
                target[(i * Inner + y) * Inner + x] += sobel[k] * image[(y + k / 3) * Size + x + k % 3];
        }
    }
}

network.SetInput(input);
network.SetTargets(target);
for (var step = 0; step < 2000; step++) network.TrainStep(Images);

var learned = network.ReadParameter("conv2d1.weight");
var error = learned.Zip(sobel, (a, b) => Math.Abs(a - b)).Max();
Console.WriteLine($"{device}");
for (var row = 0; row < 3; row++) Console.WriteLine(string.Join("  ", learned.Skip(3 * row).Take(3).Select(v => $"{v,8:F4}")));
Console.WriteLine($"largest error {error:E1}, loss {network.ReadLoss():E1}");
return error < 1e-3 ? 0 : 1;
