using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>Options and arguments that several commands share, and how they are read.</summary>
internal static partial class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Show where a failure comes from.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet")
    {
        Description = "Training prints its result alone; warnings go to the standard error all the same.", Recursive = true,
    };

    /// <summary>The devices by name, for completion.</summary>
    public static readonly string[] Devices = ["cpu", "cpu-accelerator", "opencl", "cuda"];

    public static Option<string?> Device() => new("--device")
    {
        HelpName = "DEVICE",
        Description = "cpu, cpu-accelerator, opencl[:n] or cuda[:n]; the best one unless given.",
        CompletionSources = { Devices },
    };

    public static Option<int?> Batch() => Number<int>("--batch", "Images a step.");

    public static Option<int?> Threads() => Number<int>(
        "--threads", "Threads on the host; all cores unless given. Results do not depend on it, but for algorithms measured by --tune.");

    public static Option<ulong> Seed() => Number("--seed", "Seed of parameters, shuffles and dropout.", 1UL);

    public static Option<string> Precision() => new("--precision")
    {
        HelpName = "KIND",
        Description = "float32, or half or bfloat16: activations and their gradients are kept in 16 bits, and weights rounded to "
            + "them where they are read.",
        DefaultValueFactory = _ => "float32",
        CompletionSources = { "float32", "half", "bfloat16" },
    };

    public static Precision ParsePrecision(string name) => Enum.GetNames<Precision>().FirstOrDefault(n => n.ToLowerInvariant() == name) is { } found
        ? Enum.Parse<Precision>(found)
        : throw new UsageException($"--precision is float32, half or bfloat16, not '{name}'.");

    public static Option<double> Seconds(string description, double value) => Number("--seconds", description, value);

    /// <summary>An option with a number that may be left out.</summary>
    public static Option<T?> Number<T>(string name, string description) where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(name) { HelpName = Placeholder<T>(), Description = description, CustomParser = result => Parse<T>(result, name) };

    /// <summary>An option with a number that has a default.</summary>
    public static Option<T> Number<T>(string name, string description, T value) where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(name)
        {
            HelpName = Placeholder<T>(), Description = description, DefaultValueFactory = _ => value, CustomParser = result => Parse<T>(result, name),
        };

    public static Option<string> Dataset() => new("--dataset")
    {
        HelpName = "NAME|PATH",
        Description = "digits, fashion-mnist, mnist, cifar-10, cifar-100, a folder of .png and .jpg files in one folder a class "
            + "(in train/ and val/, or a fifth is held out), a directory of IDX files, or a .npz or .csv[.gz] file.",
        DefaultValueFactory = _ => "digits",
        CompletionSources = { "digits", "fashion-mnist", "mnist", "cifar-10", "cifar-100" },
    };

    public static Option<float?> LearningRate() => Number<float>("--lr", "Learning rate at the start; it falls linearly to 0.");

    public static Option<CorruptFiles> OnCorrupt() => OneOf<CorruptFiles>(
        "--on-corrupt", "What happens to pictures of a folder that cannot be read: fail, unless given, or skip, which names and counts them.",
        ("fail", CorruptFiles.Fail), ("skip", CorruptFiles.Skip));

    /// <summary>An option with one of two words.</summary>
    public static Option<T> OneOf<T>(string name, string description, (string Word, T Value) first, (string Word, T Value) second)
    {
        var option = new Option<T>(name)
        {
            HelpName = $"{first.Word}|{second.Word}",
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (text == first.Word) return first.Value;
                if (text != second.Word) result.AddError($"{name} is {first.Word} or {second.Word}, not '{text}'.");
                return second.Value;
            },
        };
        // In place of the type's own names.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(first.Word, second.Word);
        return option;
    }

    public static Option<int?> Workers() => Number<int>(
        "--workers", "Threads that read pictures from disk; as many as --threads unless given. Results do not depend on it.");

    public static Option<string?> DataDirectory() => new("--data")
    {
        HelpName = "DIR", Description = "The directory with the files of a named data set.",
    };

    public static Argument<string> Model() => new("model")
    {
        HelpName = "model", Description = $"{string.Join(", ", ModelZoo.Names)}; or an ONNX file of a classifier",
        DefaultValueFactory = _ => "lenet5", CompletionSources = { ModelZoo.Names.ToArray() },
    };

    /// <summary>The model by name, or the file, which is there but was not read yet.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    /// <exception cref="FileFormatException">There is no such file.</exception>
    public static string RequireModel(string name)
    {
        if (NamedModel.IsFile(name)) WholeFile.Require(name);
        else if (!ModelZoo.Names.Contains(name))
            throw new UsageException($"there is no model '{name}'; there are {string.Join(", ", ModelZoo.Names)}; an ONNX file is named with its ending, .onnx.");
        return name;
    }

    /// <summary>The model by name, for commands that feed it from a data set, which holds images. What a file takes shows when it is read.</summary>
    public static string RequireImageModel(string name) =>
        !NamedModel.IsFile(RequireModel(name)) && NamedModel.TakesIndices(ModelZoo.Create(name)) ? throw NamedModel.NoImages(name) : name;

    /// <summary>Opens a device by name; tests put devices of their own behind the names.</summary>
    internal static Func<string, ComputeDevice> Open { get; set; } = ComputeDevice.Open;

    /// <summary>Opens the device by name, or the best.</summary>
    public static ComputeDevice OpenDevice(string? name)
    {
        RequireDeviceName(name);
        return name is null ? ComputeDevice.Best() : Open(name);
    }

    /// <summary>Refuses a name that no device has, without looking for devices; null stands for the best.</summary>
    /// <exception cref="UsageException">It is such a name.</exception>
    public static void RequireDeviceName(string? name)
    {
        if (name is not null && !DeviceName().IsMatch(name))
            throw new UsageException($"there is no device '{name}'; names are cpu, cpu-accelerator, opencl[:n] and cuda[:n] ('convgpu devices' lists them).");
    }

    public static int AtLeastOne(int value, string option) => value >= 1
        ? value
        : throw new UsageException($"{option} is at least 1, not {value}.");

    public static double FiniteAtLeastZero(double value, string option) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} is a finite number of at least 0, not {value}."));

    public static void UseThreads(int? threads)
    {
        if (threads is not { } count) return;
        if (AtLeastOne(count, "--threads") > WorkerPool.MaxThreads) throw new UsageException($"--threads is at most {WorkerPool.MaxThreads}, not {count}.");
        WorkerPool.ThreadCount = count;
    }

    private static bool IsWhole<T>() where T : struct, INumber<T> => T.One / (T.One + T.One) == T.Zero;

    private static string Placeholder<T>() where T : struct, INumber<T> => IsWhole<T>() ? "N" : "X";

    /// <summary>Reads a number and says what is wrong in a user's words, not in .NET's.</summary>
    private static T Parse<T>(ArgumentResult result, string option) where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        var whole = IsWhole<T>();
        if (T.TryParse(text, whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        var kind = whole ? string.Create(CultureInfo.InvariantCulture, $"a whole number up to {T.MaxValue}") : "a number";
        result.AddError($"{option} takes {kind}, not '{text}'.");
        return default;
    }

    [GeneratedRegex(@"^(cpu|cpu-accelerator|(opencl|cuda)(:\d{1,4})?)$")]
    private static partial Regex DeviceName();
}
