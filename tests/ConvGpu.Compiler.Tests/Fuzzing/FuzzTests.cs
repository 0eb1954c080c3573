using ConvGpu.Fuzz;

namespace ConvGpu.Compiler.Tests.Fuzzing;

/// <summary>Random programs leave on every executor what they leave when .NET runs them.</summary>
public class FuzzTests
{
    private const int ProgramsPerTest = 20;

    /// <summary>OpenCL runs in a process of its own: a driver that crashes would take every other test with it.</summary>
    private static readonly string[] Executors = ["ir", "passes", "cpu"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, TestSize.Count(8, 50)).Select(i => 5000 + i * ProgramsPerTest)];

    public static TheoryData<string> Corpus => [.. FuzzRun.Corpus];

    /// <summary>Fewer on the emulator, which takes a tenth of a second for each; `bench/acceptance fuzz` runs 10,000 there.</summary>
    public static TheoryData<int> PtxSeeds => [.. Enumerable.Range(0, TestSize.Count(1, 10)).Select(i => 9000 + i * ProgramsPerTest)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomProgramsAgree(int firstSeed) => CheckFrom(firstSeed, Executors);

    [Theory]
    [MemberData(nameof(PtxSeeds))]
    public void RandomProgramsAgreeOnTheEmulator(int firstSeed) => CheckFrom(firstSeed, ["ptx"]);

    private static void CheckFrom(int firstSeed, string[] executors)
    {
        using var run = new FuzzRun(executors);
        for (int seed = firstSeed; seed < firstSeed + ProgramsPerTest; seed++)
        {
            var program = ProgramGenerator.Generate(seed);
            var failure = run.Check(program);
            Assert.True(failure is null, $"seed {seed}, {failure?.Executor}: {failure?.What}\n{program}");
        }
    }

    /// <summary>Programs that once failed, reduced.</summary>
    [Theory]
    [MemberData(nameof(Corpus))]
    public void TheCorpusAgrees(string name)
    {
        using var run = new FuzzRun(Executors);
        var failure = run.Check(FuzzRun.ReadCorpus(name));
        Assert.True(failure is null, $"{failure?.Executor}: {failure?.What}");
    }

    [Fact]
    public void ProgramsPrintAndParse()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string text = ProgramGenerator.Generate(seed).ToString();
            Assert.Equal(text, Node.Parse(text).ToString());
        }
    }

    /// <summary>Among a hundred programs every operation occurs.</summary>
    [Fact]
    public void ProgramsUseTheWholeLanguage()
    {
        var seen = new HashSet<string>();
        for (int seed = 0; seed < 300; seed++)
            Collect(ProgramGenerator.Generate(seed), seen);
        string[] wanted = ["if", "for", "dowhile", "switch", "break", "continue", "return", "exchange.i", "exchange.f", "vote", "uniformif", "atomic",
            "addressof", "setref", "setarray.f", "setarray.i", "call.i", "call.l", "select.f", "select.i", "div.i", "rem.l", "divu.i", "shru.l", "and.b",
            "or.b", "fromf.i", "fromd.l", "froml.f", "sqrt.f", "round.d", "min.f", "narrow.i", "counter.i", "input.d"];
        Assert.Empty(wanted.Except(seen));
    }

    /// <summary>What is reduced still fails, and is as small as the failure allows.</summary>
    [Fact]
    public void FailuresAreReduced()
    {
        static bool Fails(Node node) => node.Op == "div.i" || node.Kids.Any(Fails);
        var program = Enumerable.Range(0, 1000).Select(ProgramGenerator.Generate).First(candidate => Fails(candidate) && candidate.Size > 150);
        var reduced = ProgramReducer.Reduce(program, Fails);
        Assert.True(Fails(reduced));
        Assert.True(reduced.Size < 20, reduced.ToString());
    }

    /// <summary>The comparison notices a wrong result: a program is run against another one's memory.</summary>
    [Fact]
    public void ADifferenceIsNoticed()
    {
        var one = Node.Parse("(program (launch:1004) (block (set.i (const.i:7))))");
        var other = Node.Parse("(program (launch:1004) (block (set.i (const.i:8))))");
        var a = FuzzRun.ByDotNet(one);
        var b = FuzzRun.ByDotNet(other);
        Assert.NotNull(a.Difference(b, 0));
        Assert.Null(a.Difference(FuzzRun.ByDotNet(one), 0));
    }

    private static void Collect(Node node, HashSet<string> seen)
    {
        seen.Add(node.Op);
        foreach (var kid in node.Kids)
            Collect(kid, seen);
    }
}
