using System.Globalization;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>What running kernels call when an assertion fails or something is printed.</summary>
internal static unsafe class KernelFaults
{
    private static readonly List<(string Message, SourceLocation Location)> Known = [];

    /// <summary>The number under which generated code reports a failure; never 0.</summary>
    public static int Register(string message, SourceLocation location)
    {
        lock (Known)
        {
            Known.Add((message, location));
            return Known.Count;
        }
    }

    public static string Describe(int number)
    {
        lock (Known)
            return $"{Known[number - 1].Message} ({Known[number - 1].Location})";
    }

    /// <summary>Keeps the number of the first failure in the launch's cell.</summary>
    public static void Report(long cell, int number) => Interlocked.CompareExchange(ref *(int*)cell, number, 0);

    public static void Print(string format, object[] values) =>
        Console.Out.Write(string.Format(CultureInfo.InvariantCulture, format, values));
}
