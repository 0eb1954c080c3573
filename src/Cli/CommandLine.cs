using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ConvGpu.Threading;

namespace ConvGpu.Cli;

/// <summary>The convgpu command: parses, runs, and turns failures into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a run that failed.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of a command line that makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>Runs a command line.</summary>
    /// <returns>0, <see cref="Failure"/> or <see cref="Usage"/>.</returns>
    public static int Run(string[] args)
    {
        // A shell's completion completes what cannot be parsed yet.
        var completes = args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);
        var root = Root();
        var result = root.Parse(args);
        var verbose = DebugLog.Shows(DebugLevel.Errors);
        try
        {
            if (!completes)
            {
                result = root.Parse(DefaultsFile.Apply(result, args));
                if (Mistyped.In(result, args) is { } mistyped) throw new UsageException(mistyped);
                if (result.Errors.Count > 0)
                {
                    var words = result.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                    throw new UsageException($"{string.Join(' ', words)} Try '{Mistyped.Help(result)}'.");
                }
                verbose |= result.GetValue(CommonOptions.Verbose);
                ConsoleObserver.Quiet = result.GetValue(CommonOptions.Quiet);
            }
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (UsageException e)
        {
            return Report(e, verbose, Usage);
        }
        catch (Exception e)
        {
            return Report(e, verbose, Failure);
        }
    }

    /// <summary>All commands.</summary>
    /// <param name="helpWidth">Columns that help may take; the terminal's unless given.</param>
    internal static RootCommand Root(int? helpWidth = null)
    {
        var root = new RootCommand(
            $"Trains and runs convolutional networks on the CPU and on GPUs. Exit codes: 0 done, {Failure} failed, {Usage} wrong usage. "
            + $"Defaults of options are read from {DefaultsFile.Name} in the working directory, and NO_COLOR=1 leaves out colours.")
        {
            TrainCommand.Create(), CheckCommand.Create(), BenchCommand.Create(), DevicesCommand.Create(), KernelsCommand.Create(),
            SummaryCommand.Create(), ModelsCommand.Create(),
            FilterCommand.Create(), FeaturesCommand.Create(), WeightsCommand.Create(),
            RunCommand.Create(), ExportCommand.Create(),
            ExperimentCommand.Create(),
            PredictCommand.Create(), EvaluateCommand.Create(), DatasetCommand.Create(),
            CompletionCommand.Create(),
        };
        root.Options.OfType<HelpOption>().Single().Action = new WrappedHelp(helpWidth ?? WrappedHelp.TerminalWidth);
        root.Options.Add(CommonOptions.Verbose);
        root.Options.Add(CommonOptions.Quiet);
        return root;
    }

    private static int Report(Exception e, bool verbose, int code)
    {
        var shown = e is AggregateException { InnerException: { } inner } ? inner : e;
        var kind = shown is ConvGpuException or UsageException ? "" : shown.GetType().Name + ": ";
        // Names and shapes that do not fit are a list; other messages are a line, whatever a driver put into them.
        var message = shown is ShapeException or CheckpointException ? shown.Message : shown.Message.ReplaceLineEndings(" ");
        Console.Error.WriteLine(verbose ? $"convgpu: {shown}" : $"convgpu: {kind}{message}");
        return code;
    }
}

/// <summary>A command line that makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
