namespace ConvGpu.Bench;

/// <summary>ILGPU's compiler does not show its stages: only the in-tree one is timed.</summary>
internal static class CompileTimes
{
    public static void Run() => Console.WriteLine("compile: only the in-tree compiler can be timed; build without -p:Ilgpu");
}
