using System.Globalization;

namespace ConvGpu.Tests.Cli;

/// <summary>Numbers are read and written alike everywhere: a culture whose every mark differs leaves none of them in what is written.</summary>
[Collection("Console")]
public class CultureTests
{
    /// <summary>Stand for point, comma, minus, plus, percent, not a number and infinity; none is in any text of ours.</summary>
    private const string Marks = "\u066b\u066c\u2212\uff0b\u066a\u00bf\u221e";

    public static TheoryData<string> Lines =>
    [
        "models", "summary lenet5 --batch 8", "summary lenet5 --json", "devices", "dataset info digits", "dataset info digits --json",
        "train mlp --device cpu --epochs 2 --lr 0.05 --validation 0.1 --weight-decay 1e-4 --log {0}/log.csv --report {0}/report.html --checkpoint {0}/checkpoints",
        "train mlp --device cpu --epochs 1 --schedule exponential:0.5 --average 0.9 --augment shift:1 --log {0}/log.jsonl --json",
        "check mlp --device cpu-accelerator --batch 2 --seconds 0", "bench mlp --device cpu --mode infer --seconds 0.01", "bench mlp --device cpu --seconds 0.01 --json",
        "train mlp --device cpu --epochs 1 --save {0}/mlp.safetensors && evaluate mlp --dataset digits --device cpu --weights {0}/mlp.safetensors",
        "train mlp --device cpu --epochs 1 --save {0}/mlp.safetensors && evaluate mlp --dataset digits --device cpu --weights {0}/mlp.safetensors --json",
        "export lenet5 {0}/model.onnx",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void AForeignCultureLeavesNoMark(string line)
    {
        var (before, folder) = (CultureInfo.CurrentCulture, Directory.CreateTempSubdirectory("convgpu-"));
        try
        {
            CultureInfo.CurrentCulture = Foreign();
            var texts = new List<string>();
            foreach (var command in string.Format(CultureInfo.InvariantCulture, line, folder.FullName).Split(" && "))
            {
                var (code, output, error) = CommandLineTests.Run(command.Split(' '));
                Assert.Equal((0, ""), (code, code == 0 ? "" : error));
                texts.AddRange([output, error]);
            }
            texts.AddRange(folder.GetFiles().Where(f => f.Extension is ".csv" or ".jsonl" or ".html").Select(f => File.ReadAllText(f.FullName)));
            Assert.DoesNotContain(texts.SelectMany(text => text.Split('\n')), text => text.AsSpan().IndexOfAny(Marks) >= 0);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The process itself, in German.</summary>
    [Fact]
    public void TheLanguageOfTheSystemChangesNothing() => Assert.Equal(Summary("C"), Summary("de_DE.UTF-8"));

    private static string Summary(string language)
    {
        using var process = DotnetProcess.Start("convgpu", new Dictionary<string, string> { ["LC_ALL"] = language }, "summary", "lenet5");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("61,706", output);
        return output;
    }

    private static CultureInfo Foreign()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (point, comma, minus, percent) = (Marks[..1], Marks[1..2], Marks[2..3], Marks[4..5]);
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = point, PercentDecimalSeparator = point, CurrencyDecimalSeparator = point,
            NumberGroupSeparator = comma, PercentGroupSeparator = comma, CurrencyGroupSeparator = comma,
            NegativeSign = minus, PositiveSign = Marks[3..4], PercentSymbol = percent, NaNSymbol = Marks[5..6], PositiveInfinitySymbol = Marks[6..7],
        };
        culture.DateTimeFormat.TimeSeparator = culture.DateTimeFormat.DateSeparator = point;
        return culture;
    }
}
