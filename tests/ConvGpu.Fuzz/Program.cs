using System.Diagnostics;
using System.Globalization;
using ConvGpu.Fuzz;

if (args is not ["fuzz", .. var options])
{
    Console.Error.WriteLine(
        "usage: ConvGpu.Fuzz fuzz [--count N] [--seed S] [--first N] [--state FILE] [--executors ir,passes,lockstep,cpu,opencl,ptx] "
        + "[--program FILE] [--corpus all|NAME,...] [--failures DIR] [--attempts N] [--statements N]");
    return 2;
}

string Option(string name, string fallback)
{
    int at = Array.IndexOf(options, name);
    return at >= 0 && at + 1 < options.Length ? options[at + 1] : fallback;
}

string[] executors = Option("--executors", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
using var run = new FuzzRun(executors);
if (Option("--program", "") is { Length: > 0 } file)
{
    var failure = run.Check(Node.Parse(File.ReadAllText(file)));
    Console.WriteLine(failure is null ? "agrees" : $"{failure.Executor}: {failure.What}");
    return failure is null ? 0 : 1;
}

if (Option("--corpus", "") is { Length: > 0 } corpus)
{
    int disagree = 0;
    foreach (string name in corpus == "all" ? FuzzRun.Corpus : corpus.Split(','))
    {
        // told before it runs: a driver that crashes leaves the culprit as the last line
        Console.Write($"{name}: ");
        var failure = run.Check(FuzzRun.ReadCorpus(name));
        Console.WriteLine(failure is null ? "agrees" : $"{failure.Executor}: {failure.What}");
        disagree += failure is null ? 0 : 1;
    }
    return disagree == 0 ? 0 : 1;
}

// the state is the number of the next program and the failures so far: a run that was cut off goes on where it was, unless the compiler,
// the seed, the size or the executors are others
string state = Option("--state", "");
int count = int.Parse(Option("--count", "1000"), CultureInfo.InvariantCulture);
int seed = int.Parse(Option("--seed", "1"), CultureInfo.InvariantCulture);
string failures = Option("--failures", "");
int attempts = int.Parse(Option("--attempts", "3000"), CultureInfo.InvariantCulture);
int statements = int.Parse(Option("--statements", $"{ProgramGenerator.DefaultStatements}"), CultureInfo.InvariantCulture);
int next = int.Parse(Option("--first", "0"), CultureInfo.InvariantCulture), failed = 0;
string what = $"{seed} {statements} {run.Names} {typeof(ILGPU.Context).Module.ModuleVersionId}";
if (state.Length > 0 && File.Exists(state) && File.ReadAllText(state).Split(' ', 3) is [var done, var bad, var of] && of == what)
    (next, failed) = (int.Parse(done, CultureInfo.InvariantCulture), int.Parse(bad, CultureInfo.InvariantCulture));
var clock = Stopwatch.StartNew();
for (; next < count; next++)
{
    var program = ProgramGenerator.Generate(unchecked(seed * 1_000_003 + next), statements);
    if (run.Check(program) is { } failure)
    {
        failed++;
        var reduced = ProgramReducer.Reduce(program, candidate => run.Check(candidate)?.Executor == failure.Executor, attempts);
        Console.WriteLine($"program {next}, {failure.Executor}: {run.Check(reduced)?.What ?? failure.What}\n{reduced}");
        if (failures.Length > 0)
            File.WriteAllText(Path.Combine(failures, $"{failure.Executor}-{seed}-{next}.txt"), reduced.ToString());
    }
    if (next % 100 == 99 && state.Length > 0)
        File.WriteAllText(state, $"{next + 1} {failed} {what}");
}
Console.WriteLine($"{count} programs of seed {seed} on {run.Names}, {failed} failed, {clock.Elapsed.TotalSeconds:0} s");
return failed == 0 ? 0 : 1;
