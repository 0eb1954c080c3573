using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace ConvGpu.Bench;

/// <summary>
/// AlexNet's input pipeline, from files to the network's input: resized crop to 224x224, flip, normalisation. Rates are images a second of
/// processor time, so that a second core does not show and a busy machine does not hide one.
/// </summary>
internal static class ImagePipeline
{
    private const int Files = 2500, Distinct = 50, Same = 600, Side = 256, Epochs = 10, Batch = 64;

    private static readonly Dictionary<(int, string, int, int), string> _written = [];
    private static readonly Shape _target = new(1, 3, 224, 224);

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("convgpu-images").FullName;
        try
        {
            Write(folder);
            using var device = ComputeDevice.Open("cpu");
            using var memory = new HostMemory<float>(device, Batch * _target.ItemCount);
            var input = new InputBatch(ImageTransform.Torchvision(_target), memory);
            var all = Datasets.Folder(Path.Combine(folder, "all")).Train;
            foreach (var kind in (string[])["jpeg", "png"]) Rate(kind, Datasets.Folder(Path.Combine(folder, kind)).Train, input);
            Inflate(Path.Combine(folder, "png"));
            using var batch = new FileBatch(Batch, Environment.ProcessorCount);
            var (sizes, peak, clock) = (new double[Epochs], 0.0, Stopwatch.StartNew());
            for (var epoch = 1; epoch <= Epochs; epoch++)
            {
                Epoch(batch, all, input, epoch);
                GC.Collect();
                GC.WaitForPendingFinalizers();
                sizes[epoch - 1] = Resident();
                peak = Math.Max(peak, sizes[epoch - 1]);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"memory: {sizes[1]:F1} MiB after two epochs of {all.Count} files, {sizes[^1]:F1} after {Epochs}, growth {sizes[^1] - sizes[1]:F1} MiB, {Epochs * all.Count / clock.Elapsed.TotalSeconds:F0} images a second on {Environment.ProcessorCount} cores"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Rate(string kind, ImageSet images, IPictureBatch input)
    {
        using var batch = new FileBatch(Batch, threads: 1);
        Epoch(batch, images, input, 1);
        using var process = Process.GetCurrentProcess();
        // Of several epochs the fastest: what other processes do to caches and clock rates shows in processor time as well.
        var (fastest, all, clock) = (double.PositiveInfinity, 0.0, Stopwatch.StartNew());
        for (var epoch = 2; epoch < 2 + Epochs; epoch++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            Epoch(batch, images, input, epoch);
            process.Refresh();
            var seconds = (process.TotalProcessorTime - before).TotalSeconds / images.Count;
            fastest = Math.Min(fastest, seconds);
            all += seconds;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind} {Side}x{Side}: {1 / fastest:F0} images a second of one core ({1000 * fastest:F2} ms each; {Epochs / all:F0} in the mean, {Epochs * images.Count / clock.Elapsed.TotalSeconds:F0} by the clock)"));
    }

    /// <summary>The floor of PNG: its deflate data unpacked by .NET's inflater, in one piece and from memory, and nothing else done.</summary>
    private static void Inflate(string folder)
    {
        // The writer's files have one chunk of data, behind the signature and the header.
        const int data = 8 + 25 + 8;
        var packed = Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Take(Distinct)
            .Select(File.ReadAllBytes).Select(f => f.AsSpan(data, BinaryPrimitives.ReadInt32BigEndian(f.AsSpan(data - 8))).ToArray()).ToArray();
        var rows = new byte[Side * (1 + 3 * Side)];
        using var process = Process.GetCurrentProcess();
        var (fastest, bytes) = (double.PositiveInfinity, packed.Average(p => p.Length));
        for (var turn = 0; turn < 10; turn++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            foreach (var file in packed)
            {
                using var unpacked = new ZLibStream(new MemoryStream(file), CompressionMode.Decompress);
                unpacked.ReadExactly(rows);
            }
            process.Refresh();
            fastest = Math.Min(fastest, (process.TotalProcessorTime - before).TotalSeconds / packed.Length);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"png data of {bytes / 1024:F0} KiB for {rows.Length / 1024} ({rows.Length / bytes:F2} to 1) unpacked alone: {1 / fastest:F0} images a second of one core ({1000 * fastest:F2} ms each)"));
    }

    private static void Epoch(FileBatch batch, ImageSet images, IPictureBatch input, int epoch)
    {
        var order = Enumerable.Range(0, images.Count).ToArray();
        new SeededRandom(1, (uint)epoch).Shuffle(order);
        batch.Start(images, ImageTransform.Torchvision(_target), new AugmentedImages(ImageAugmentation.Parse("resized-crop,flip"), 1), epoch);
        for (var first = 0; first < order.Length; first += Batch) batch.Fill(order.AsSpan(first, Math.Min(Batch, order.Length - first)), input);
    }

    private static void Write(string folder)
    {
        for (var i = 0; i < Same; i++)
        {
            var kind = i % 2 == 0 ? "jpeg" : "png";
            Save(Path.Combine(folder, kind, "a"), i, kind, Side, Side);
        }
        for (var i = 0; i < Files; i++) Save(Path.Combine(folder, "all", i % 3 == 0 ? "a" : "b"), i, i % 2 == 0 ? "jpeg" : "png", 120 + 31 * (i % Distinct) % 260, 120 + 47 * (i % Distinct) % 300);
    }

    private static void Save(string folder, int seed, string extension, int height, int width)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{seed:D5}.{extension}");
        // Making pictures takes longer than reading them: few are made, and the others are copies.
        var key = (seed % Distinct, extension, height, width);
        if (!_written.TryGetValue(key, out var first))
        {
            _written[key] = path;
            Scene(seed, height, width).Write(path);
        }
        else File.Copy(first, path);
    }

    /// <summary>Shades, shapes with edges and a little noise: about as long as files of photographs are.</summary>
    private static Image Scene(int seed, int height, int width)
    {
        var random = new Random(seed);
        var pixels = new byte[3 * height * width];
        var waves = Enumerable.Range(0, 6).Select(_ => (Y: random.NextDouble() * 0.1, X: random.NextDouble() * 0.1, Phase: random.NextDouble() * 6, Size: 15 + 15 * random.NextDouble())).ToArray();
        var discs = Enumerable.Range(0, 8).Select(_ => (Y: random.Next(height), X: random.Next(width), Radius: random.Next(10, 60), Shade: random.Next(-50, 50))).ToArray();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var shade = 128 + waves.Sum(w => w.Size * Math.Sin(w.Y * y + w.X * x + w.Phase)) + discs.Where(d => (d.Y - y) * (d.Y - y) + (d.X - x) * (d.X - x) < d.Radius * d.Radius).Sum(d => d.Shade);
                for (var c = 0; c < 3; c++) pixels[(c * height + y) * width + x] = (byte)Math.Clamp(shade + 20 * Math.Sin(c + 0.01 * x) + random.Next(-6, 7), 0, 255);
            }
        }
        return new Image(3, height, width, pixels);
    }

    private static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / (1024.0 * 1024);
    }
}
