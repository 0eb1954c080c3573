using System.Runtime.InteropServices;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>What an action writes: Console keeps a descriptor of its own, drivers write to the process's.</summary>
internal static partial class StandardOutput
{
    public static string[] Of(Action action)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are taken over on Linux alone.");
        string file = Path.GetTempFileName();
        try
        {
            var console = Console.Out;
            using var written = new StringWriter();
            fflush(0);
            int saved = dup(1);
            using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write))
            {
                dup2((int)stream.SafeFileHandle.DangerousGetHandle(), 1);
                Console.SetOut(TextWriter.Synchronized(written));
                try
                {
                    action();
                }
                finally
                {
                    Console.SetOut(console);
                    fflush(0);
                    dup2(saved, 1);
                    close(saved);
                }
            }
            return [.. File.ReadAllLines(file), .. written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int fflush(nint file);
}
