using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace ConvGpu.Cli;

/// <summary><c>convgpu filter</c>: shows what a kernel does to a picture.</summary>
internal static class FilterCommand
{
    private static readonly string[] _modes = [.. Enum.GetNames<PaddingMode>().Select(mode => mode.ToLowerInvariant())];

    public static Command Create()
    {
        var image = new Argument<string>("image") { Description = "A PNG file." };
        var kernel = new Option<string>("--kernel")
        {
            HelpName = "NAME|FILE",
            Description = string.Join(", ", FilterKernel.All.Select(k => k.Name)) + ", or a text file with a row of numbers a line.", Required = true,
        };
        var padding = new Option<string>("--padding")
        {
            HelpName = "SIZE",
            Description = "valid, same, full, a number for all sides, or TOP,LEFT,BOTTOM,RIGHT.", DefaultValueFactory = _ => "same",
        };
        var mode = new Option<string>("--mode")
        {
            HelpName = "MODE",
            Description = $"What padding holds: {string.Join(", ", _modes)}.", DefaultValueFactory = _ => _modes[0],
        };
        var stride = new Option<string>("--stride")
        {
            HelpName = "N", Description = "Steps of the kernel: a number, or DOWN,ACROSS.", DefaultValueFactory = _ => "1",
        };
        var dilation = new Option<string>("--dilation")
        {
            HelpName = "N", Description = "Distance of the kernel's numbers: a number, or DOWN,ACROSS.", DefaultValueFactory = _ => "1",
        };
        var flip = new Option<bool>("--flip")
        {
            Description = "Turn the kernel by 180 degrees first: convolution in the mathematical sense.",
        };
        var offset = CommonOptions.Number("--offset", "Added to every result; 128 shows an emboss on grey.", 0f);
        var grey = new Option<bool>("--grey") { Description = "Turn colours into grey first." };
        var normalize = new Option<bool>("--normalize")
        {
            Description = "Stretch the results from the least to the greatest over black to white, instead of cutting them off at "
                + "0 and 255.",
        };
        var device = CommonOptions.Device();
        var target = PictureTarget.Create();
        var command = new Command("filter", "Filters a picture with a kernel, through the convolution of the chosen device.")
        {
            image, kernel, padding, mode, stride, dilation, flip, offset, grey, normalize, device, target,
        };
        command.SetAction(parsed =>
        {
            var chosen = FilterKernel.Find(parsed.GetValue(kernel)!);
            var spacing = TwoNumbers(parsed.GetValue(dilation)!, "--dilation");
            var run = new FilterRun
            {
                Kernel = chosen,
                Padding = PaddingOf(parsed.GetValue(padding)!, chosen, spacing),
                Mode = ModeOf(parsed.GetValue(mode)!),
                Stride = TwoNumbers(parsed.GetValue(stride)!, "--stride"),
                Dilation = spacing,
                Flip = parsed.GetValue(flip),
                Offset = Finite(parsed.GetValue(offset), "--offset"),
            };
            var path = PictureTarget.Read(parsed, target);
            var source = Image.Read(parsed.GetValue(image)!);
            source = parsed.GetValue(grey) ? source.ToGrey() : source.WithoutAlpha();
            using var opened = CommonOptions.OpenDevice(parsed.GetValue(device));
            Write(run, source, opened, parsed.GetValue(normalize), path);
            return 0;
        });
        return command;
    }

    private static void Write(FilterRun run, Image source, ComputeDevice device, bool normalize, string path)
    {
        var (shape, values) = run.Apply(source, device);
        var found = PixelRange.Of(values);
        var range = normalize ? found : PixelRange.Pixels;
        new Image(shape.C, shape.H, shape.W, range.ToPixels(values)).Write(path);
        var cut = values.Count(value => value < range.Black || value > range.White) / (double)values.Length;
        Print($"image   {source.Channels}x{source.Height}x{source.Width}");
        Print($"kernel  {run.Kernel.Name}, {run.Kernel.Height}x{run.Kernel.Width}");
        Print($"device  {device}");
        Print($"result  {shape.C}x{shape.H}x{shape.W}, from {found.Black:G5} to {found.White:G5}; {cut:P1} cut off");
        Print($"wrote   {path}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static PaddingMode ModeOf(string text) => Array.IndexOf(_modes, text) is >= 0 and var index
        ? Enum.GetValues<PaddingMode>()[index]
        : throw new UsageException($"--mode is {string.Join(", ", _modes)}, not '{text}'.");

    private static Padding PaddingOf(string text, FilterKernel kernel, Size2D dilation)
    {
        switch (text)
        {
            case "valid": return Padding.Valid;
            case "same": return Padding.Same;
            case "full":
                var (rows, columns) = (dilation.Height * (kernel.Height - 1), dilation.Width * (kernel.Width - 1));
                return new Padding(rows, columns, rows, columns);
        }
        if (Numbers(text, 0, "--padding") is { } sides)
        {
            if (sides.Length == 1) return sides[0];
            if (sides.Length == 4) return new Padding(sides[0], sides[1], sides[2], sides[3]);
        }
        throw new UsageException($"--padding is valid, same, full, a number, or TOP,LEFT,BOTTOM,RIGHT, not '{text}'.");
    }

    private static Size2D TwoNumbers(string text, string option) => Numbers(text, 1, option) switch
    {
        [var both] => both,
        [var down, var across] => new Size2D(down, across),
        _ => throw new UsageException($"{option} is a number of at least 1, or DOWN,ACROSS, not '{text}'."),
    };

    private static float Finite(float value, string option) => float.IsFinite(value)
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} is a finite number, not {value}."));

    private static int[]? Numbers(string text, int least, string option)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            // Of any length, so that a number too large for an integer is called too large as well.
            if (!BigInteger.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least) return null;
            if (number > FilterKernel.LargestSide) throw new UsageException($"{option} is at most {FilterKernel.LargestSide}, not {part}.");
            numbers.Add((int)number);
        }
        return [.. numbers];
    }
}
