using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu kernels</c>: the text of every built-in kernel, without a device.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        var target = new Option<string>("--target")
        {
            HelpName = "ptx|opencl", Description = "What is written: ptx or opencl.", DefaultValueFactory = _ => "ptx",
        };
        target.AcceptOnlyFromAmong("ptx", "opencl");
        var architecture = new Option<string>("--arch")
        {
            HelpName = "NAME", Description = "The architecture of PTX, such as sm_90.", DefaultValueFactory = _ => "sm_90",
        };
        var folder = new Option<DirectoryInfo>("--out")
        {
            HelpName = "DIR", Description = "The folder for the files, one a kernel.", Required = true,
        };
        var command = new Command("kernels", "Writes the text of every built-in kernel without a device, and counts what is in it.") { target, architecture, folder };
        command.SetAction(result =>
        {
            OutputFile.RequireFolder(result.GetValue(folder)!.ToString());
            return KernelTexts.Write(result.GetValue(target)!, result.GetValue(architecture)!, result.GetValue(folder)!);
        });
        return command;
    }
}
