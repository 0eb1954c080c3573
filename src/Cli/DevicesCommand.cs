using System.CommandLine;

namespace ConvGpu.Cli;

/// <summary><c>convgpu devices</c>: every device, who computes there, and why one cannot be used.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "Lists every device, its limits, who computes there, and why one cannot be used.");
        command.SetAction(_ =>
        {
            foreach (var device in ComputeDevice.All())
            {
                Console.WriteLine($"{device.Id,-16} {device.Name}");
                Console.WriteLine($"{"",-16} computes: {device.Computes}");
                if (device.Limits.Length > 0) Console.WriteLine($"{"",-16} limits:   {device.Limits}");
                if (device.Reason is { } reason) Console.WriteLine($"{"",-16} cannot be used: {reason}");
            }
            using var best = ComputeDevice.Best();
            Console.WriteLine($"{"best",-16} {best}");
            return 0;
        });
        return command;
    }
}
