using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary><c>convgpu dataset</c>: what a data set holds, written as other files, or fetched.</summary>
internal static class DatasetCommand
{
    // A longer list is not read.
    private const int MostClasses = 40;

    public static Command Create() => new("dataset", "Shows, exports and downloads data sets.") { Info(), Export(), Get() };

    private static Argument<string> Source() => new("dataset") { Description = "A name or a path, as train's --dataset takes." };

    private static Command Info()
    {
        var (source, reading, seed) = (Source(), new DatasetOptions { ReadsAll = true }, CommonOptions.Seed());
        var check = new Option<bool>("--check") { Description = "Decode the whole of every picture of a folder, and name those that cannot be." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("info", "Counts images and classes.") { source, seed, check, json };
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            var dataset = (reading.Read(parsed, parsed.GetValue(source)) with { OnCorrupt = CorruptFiles.Skip }).Open(parsed.GetValue(source)!, parsed.GetValue(seed));
            if (parsed.GetValue(check) && !dataset.Train.IsOnDisk)
                throw new UsageException($"--check is for folders of pictures; all of {dataset.Name} has been read.");
            var names = ClassNames.Of(dataset);
            Report(dataset);
            if (parsed.GetValue(json)) Console.WriteLine(Json(dataset, names));
            else Print(dataset, names);
            return parsed.GetValue(check) && CountDamaged(dataset, parsed.GetValue(json) ? Console.Error : Console.Out) > 0 ? CommandLine.Failure : 0;
        });
        return command;
    }

    private static Command Export()
    {
        var (source, reading, seed) = (Source(), new DatasetOptions(), CommonOptions.Seed());
        var target = new Argument<string>("target")
        {
            Description = "A new folder, for PNG files in train/CLASS and val/CLASS; or a file that ends in .npz.",
        };
        var command = new Command("export", "Writes a data set as a folder of PNG files, or as NPZ.") { source, target, seed };
        reading.AddTo(command);
        command.SetAction(parsed =>
        {
            var (from, path) = (parsed.GetValue(source)!, parsed.GetValue(target)!);
            var isFile = path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
            var read = reading.Read(parsed, from);
            if (isFile && from.Length > 0 && Path.GetFullPath(path) == Path.GetFullPath(from))
                throw new UsageException($"{path} is the data set itself, whose other arrays would be lost; name another file to write.");
            if (isFile) AtomicFile.Require(path);
            else DatasetExport.RequireNewFolder(path);
            var dataset = read.Open(from, parsed.GetValue(seed));
            var names = ClassNames.Of(dataset);
            var (train, test) = isFile ? DatasetExport.ToNpz(dataset, path, names) : DatasetExport.ToFolder(dataset, path, names);
            Report(dataset);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{train:N0} images to train on and {test:N0} to test on, in {path}"));
            return 0;
        });
        return command;
    }

    private static Command Get()
    {
        var name = new Argument<string>("name") { Description = string.Join(", ", DatasetSource.All.Select(s => s.Name)) };
        var data = new Option<string?>("--data")
        {
            HelpName = "DIR", Description = "The folder that it goes to; the data set's own in the current one unless given.",
        };
        var command = new Command("get", "Downloads a data set; goes on with what an earlier try left, and verifies SHA-256.") { name, data };
        command.SetAction(parsed =>
        {
            var source = DatasetSource.All.FirstOrDefault(s => s.Name == parsed.GetValue(name))
                ?? throw new UsageException($"'{parsed.GetValue(name)}' cannot be downloaded; {string.Join(", ", DatasetSource.All.Select(s => s.Name))} can.");
            var folder = parsed.GetValue(data) ?? source.Directory;
            OutputFile.RequireFolder(folder);
            Console.WriteLine($"{source.Name}: {source.Terms}");
            using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
            var shown = -1L;
            new Download(client, (file, bytes, whole) =>
            {
                // A line for each tenth, or 16 MB where nobody says how much there is.
                var step = whole is > 0 ? 10 * bytes / whole.Value : bytes >> 24;
                if (step == shown) return;
                shown = step;
                var of = whole is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all / 1e6:F1}") : "";
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes / 1e6:F1}{of} MB"));
            }).Fetch(source, folder);
            Console.WriteLine($"{source.Name} is in {folder}: --dataset {source.Name} --data {folder}");
            return 0;
        });
        return command;
    }

    private static (string Name, ImageSet Images)[] Parts(Dataset dataset) => dataset.HardTest is { } hard
        ? [("train", dataset.Train), ("test", dataset.Test), ("harder test", hard)]
        : [("train", dataset.Train), ("test", dataset.Test)];

    private static void Report(Dataset dataset)
    {
        foreach (var (_, images) in Parts(dataset))
            if (images.Files?.TakeReport() is { } report) Console.Error.WriteLine($"convgpu: {report}");
    }

    private static void Print(Dataset dataset, IReadOnlyList<string>? names)
    {
        static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
        var parts = Parts(dataset);
        Console.WriteLine($"{dataset.Name}: {string.Join(", ", parts.Select(p => $"{Number(p.Images.Count)} {p.Name}"))}; {Number(dataset.Classes)} classes");
        var shape = dataset.Train.Shape;
        Console.WriteLine(dataset.Train.IsOnDisk
            ? $"pictures on disk, read as {shape.C}x{shape.H}x{shape.W} unless the model says otherwise"
            : $"{shape.C}x{shape.H}x{shape.W}, in memory");
        if (dataset.Classes > MostClasses) Console.WriteLine($"the first {MostClasses} classes:");
        var shown = Math.Min(dataset.Classes, MostClasses);
        var labels = Enumerable.Range(0, shown).Select(c => names?.ElementAtOrDefault(c) ?? c.ToString(CultureInfo.InvariantCulture)).ToList();
        var width = labels.Append("class").Max(n => n.Length);
        Console.WriteLine("class".PadRight(width) + string.Concat(parts.Select(p => p.Name.PadLeft(13))));
        var counts = parts.Select(p => Counts(p.Images, dataset.Classes)).ToList();
        for (var c = 0; c < shown; c++) Console.WriteLine(labels[c].PadRight(width) + string.Concat(counts.Select(n => Number(n[c]).PadLeft(13))));
    }

    private static string Json(Dataset dataset, IReadOnlyList<string>? names)
    {
        var (train, test) = (Counts(dataset.Train, dataset.Classes), Counts(dataset.Test, dataset.Classes));
        return JsonSerializer.Serialize(new
        {
            name = dataset.Name, train = dataset.Train.Count, test = dataset.Test.Count, hard_test = dataset.HardTest?.Count, on_disk = dataset.Train.IsOnDisk,
            shape = (int[])[dataset.Train.Shape.C, dataset.Train.Shape.H, dataset.Train.Shape.W],
            classes = Enumerable.Range(0, dataset.Classes).Select(c => new { name = names?.ElementAtOrDefault(c), train = train[c], test = test[c] }),
        });
    }

    private static int[] Counts(ImageSet images, int classes)
    {
        var counts = new int[classes];
        foreach (var label in images.Labels) counts[label]++;
        return counts;
    }

    private static int CountDamaged(Dataset dataset, TextWriter output)
    {
        var damaged = 0;
        using var reader = new PictureReader();
        foreach (var (_, images) in Parts(dataset))
        {
            for (var i = 0; i < images.Count; i++)
            {
                try
                {
                    reader.Check(images.Files![i]);
                }
                catch (FileFormatException e)
                {
                    damaged++;
                    Console.Error.WriteLine($"convgpu: {e.Message}");
                }
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{damaged:N0} of {Parts(dataset).Sum(p => p.Images.Count):N0} pictures cannot be read"));
        return damaged;
    }
}
