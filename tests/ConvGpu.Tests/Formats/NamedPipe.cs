using System.Diagnostics;

namespace ConvGpu.Tests.Formats;

/// <summary>Makes pipes that have a name and nobody at the other end.</summary>
internal static class NamedPipe
{
    public static string Create(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes have names on Linux alone here.");
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}
