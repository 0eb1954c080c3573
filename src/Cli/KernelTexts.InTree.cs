using System.Globalization;
using ConvGpu.Ilgpu.Extensions;
using ConvGpu.Kernels;
using ILGPU;
using Spectre.Console;

namespace ConvGpu.Cli;

/// <summary>Writes every built-in kernel's text, one file a kernel, and a table of what can be counted in it.</summary>
internal static class KernelTexts
{
    public static int Write(string target, string architecture, DirectoryInfo folder)
    {
        bool ptx = target == "ptx";
        if (ptx && !KernelTextAccelerator.PtxArchitectures.Contains(architecture))
            throw new UsageException($"'{architecture}' is no known architecture. Known are {string.Join(", ", KernelTextAccelerator.PtxArchitectures)}.");
        OutputFile.CreateFolder(folder.ToString());
        var context = Context.Create(builder => builder.EnableAlgorithms());
        var accelerator = ptx ? KernelTextAccelerator.Ptx(context, architecture) : KernelTextAccelerator.OpenCl(context);
        var info = new DeviceInfo(target, ptx ? DeviceKind.Cuda : DeviceKind.OpenCl, accelerator.Name, "nobody", "", null, IsGpu: true);
        using var device = ComputeDevice.Over(info, context, accelerator);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("kernel");
        foreach (string column in ptx ? ["registers", "local", "shared", "inner loop", "fma/barrier"] : (string[])["bytes of text"])
            table.AddColumn(new TableColumn(column).RightAligned());
        if (ptx)
            table.AddColumn("accesses");
        int written = 0;
        KernelCatalog.Load(device, entry =>
        {
            // A kernel that an earlier entry loaded is not loaded again.
            foreach (var text in accelerator.Texts.Skip(written))
            {
                string name = $"{entry.Name}.{text.Name}";
                File.WriteAllText(Path.Combine(folder.FullName, $"{name}.{(ptx ? "ptx" : "cl")}"), text.Text);
                table.AddRow([Markup.Escape(name), .. Cells(text)]);
            }
            written = accelerator.Texts.Count;
        });
        // Wide enough for a file or a pipe; a terminal wraps.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        AnsiConsole.Write(table);
        Console.WriteLine($"{written} kernels as {accelerator.Name} in {folder.FullName}");
        return 0;
    }

    private static IEnumerable<string> Cells(KernelText text)
    {
        if (text.Statistics is not { } counted)
            return [text.Text.Length.ToString(CultureInfo.InvariantCulture)];
        return
        [
            $"{counted.Registers}", $"{counted.LocalBytes}", $"{counted.SharedBytes}", $"{counted.LoopInstructions}",
            double.IsNaN(counted.FmaPerBarrier) ? "" : counted.FmaPerBarrier.ToString("0.#", CultureInfo.InvariantCulture), counted.Accesses,
        ];
    }
}
