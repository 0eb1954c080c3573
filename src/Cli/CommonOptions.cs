using System.CommandLine;
using System.Text.RegularExpressions;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>Options and arguments that several commands share, and how they are read.</summary>
internal static partial class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Show where a failure comes from.", Recursive = true };

    public static Option<string?> Device() => new("--device")
    {
        Description = "cpu, cpu-accelerator, opencl[:n] or cuda[:n]; the best one unless given.",
    };

    public static Option<int?> Batch() => new("--batch") { Description = "Images a step." };

    public static Option<int?> Threads() => new("--threads") { Description = "Threads on the host; all cores unless given. Results do not depend on it." };

    public static Option<ulong> Seed() => new("--seed") { Description = "Seed of parameters, shuffles and dropout.", DefaultValueFactory = _ => 1 };

    public static Option<string?> DataDirectory() => new("--data") { Description = "The directory with the files of a named data set." };

    public static Argument<string> Model() => new("model")
    {
        Description = string.Join(", ", ModelZoo.Names), DefaultValueFactory = _ => "lenet5",
    };

    /// <summary>The model by name.</summary>
    public static string RequireModel(string name) => ModelZoo.Names.Contains(name)
        ? name
        : throw new UsageException($"there is no model '{name}'; there are {string.Join(", ", ModelZoo.Names)}.");

    /// <summary>Opens the device by name, or the best.</summary>
    public static ComputeDevice OpenDevice(string? name)
    {
        if (name is null) return ComputeDevice.Best();
        RequireDeviceName(name);
        return ComputeDevice.Open(name);
    }

    public static void RequireDeviceName(string name)
    {
        if (!DeviceName().IsMatch(name))
            throw new UsageException($"there is no device '{name}'; names are cpu, cpu-accelerator, opencl[:n] and cuda[:n] ('convgpu devices' lists them).");
    }

    public static int AtLeastOne(int value, string option) => value >= 1
        ? value
        : throw new UsageException($"{option} is at least 1, not {value}.");

    public static void UseThreads(int? threads)
    {
        if (threads is not { } count) return;
        if (AtLeastOne(count, "--threads") > WorkerPool.MaxThreads) throw new UsageException($"--threads is at most {WorkerPool.MaxThreads}, not {count}.");
        WorkerPool.ThreadCount = count;
    }

    [GeneratedRegex(@"^(cpu|cpu-accelerator|(opencl|cuda)(:\d{1,4})?)$")]
    private static partial Regex DeviceName();
}
