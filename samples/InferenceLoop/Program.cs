// Inference in a loop: weights are loaded once, memory is planned once, and then batch after batch is classified without new memory.
using System.Diagnostics;
using System.Globalization;
using ConvGpu;
using ConvGpu.Samples;

using var device = ComputeDevice.Open(args.Length > 0 ? args[0] : "cpu");
var (digits, weights) = (Datasets.Digits(), Path.GetTempFileName());

// One plan serves all batches up to the largest. Batch normalisation is folded into the convolutions, which costs inference nothing.
using var loaded = new Network(DigitModel.Layers(), device, new NetworkOptions { MaxBatch = 16 });
try
{
    DigitModel.Save(weights, digits, device);
    loaded.LoadWeights(weights);
}
catch (ConvGpuException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
finally
{
    File.Delete(weights);
}
using var network = loaded.FoldBatchNorm();

// Images are normalised as those that were trained on.
var transform = new ImageTransform(digits.Train, network.InputShape);
var (images, size, classes) = (digits.Test, (int)network.InputShape.ItemCount, (int)network.OutputShape.ItemCount);
var (input, scores) = (new float[16 * size], new float[16 * classes]);

Console.WriteLine($"{device}");
foreach (var batch in (int[])[1, 16])
{
    var (steps, right, allocated) = (images.Count / batch, 0, 0L);
    var milliseconds = new double[10 * steps];
    // The first passes warm up: kernels are compiled, and the host's code becomes fast.
    for (var step = -5 * steps; step < milliseconds.Length; step++)
    {
        if (step == 0) (right, allocated) = (0, GC.GetTotalAllocatedBytes(precise: true));
        var (first, start) = ((step + 5 * steps) % steps * batch, Stopwatch.GetTimestamp());
        for (var i = 0; i < batch; i++) transform.Apply(images.Image(first + i), input.AsSpan(i * size, size));
        network.SetInput(input.AsSpan(0, batch * size));
        network.Predict(batch, scores);
        for (var i = 0; i < batch; i++) right += DigitModel.Likeliest(scores.AsSpan(i * classes, classes)) == images.Labels[first + i] ? 1 : 0;
        if (step >= 0) milliseconds[step] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
    Array.Sort(milliseconds);
    double Percentile(int percent) => milliseconds[milliseconds.Length * percent / 100];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"batches of {batch}: {Percentile(50):F3} ms (median), {Percentile(90):F3} (90 of 100), {Percentile(99):F3} (99 of 100), "
        + $"{(double)right / (milliseconds.Length * batch):P1} right, {allocated / milliseconds.Length} bytes allocated a batch"));
}
return 0;
