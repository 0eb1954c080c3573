using System.Reflection;
using ConvGpu.Fuzz.Execution;
using ConvGpu.Ilgpu.Accelerators.OpenCl;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Passes;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Fuzz;

/// <summary>A program that an executor runs differently from .NET, and what differs.</summary>
internal sealed record FuzzFailure(string Executor, string What);

/// <summary>Runs programs by .NET and by every executor and compares what they leave in memory, bit by bit (any NaN is any NaN).</summary>
internal sealed class FuzzRun : IDisposable
{
    /// <summary>An accelerator keeps what it compiled; a new one now and then lets it go.</summary>
    private const int ProgramsPerContext = 200;

    private const string CorpusFolder = "corpus/";

    private readonly string[] _names;
    private Context? _context;
    private readonly Dictionary<string, Accelerator> _accelerators = [];
    private int _programs;

    /// <param name="executors">Among ir, passes, lockstep, cpu, opencl, ptx; all that this machine has when empty.</param>
    public FuzzRun(params string[] executors)
    {
        _names = executors.Length > 0 ? executors
            : OpenClPlatforms.Current.Devices.Length > 0 ? ["ir", "passes", "cpu", "opencl", "ptx"] : ["ir", "passes", "cpu", "ptx"];
    }

    /// <summary>The names of the programs that once failed, reduced.</summary>
    public static IReadOnlyList<string> Corpus { get; } =
        [.. typeof(FuzzRun).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(CorpusFolder, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[CorpusFolder.Length..])).Order(StringComparer.Ordinal)];

    /// <summary>One of <see cref="Corpus"/>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Node ReadCorpus(string name)
    {
        using var stream = typeof(FuzzRun).Assembly.GetManifestResourceStream($"{CorpusFolder}{name}.txt")
            ?? throw new ArgumentException($"The corpus has no {name}; it has {string.Join(", ", Corpus)}.", nameof(name));
        using var reader = new StreamReader(stream);
        return Node.Parse(reader.ReadToEnd());
    }

    /// <summary>The executors, with commas between.</summary>
    public string Names => string.Join(',', _names);

    /// <summary>The first executor that disagrees with .NET, or null.</summary>
    public FuzzFailure? Check(Node program)
    {
        if (_programs++ % ProgramsPerContext == 0)
            Renew();
        var method = ProgramEmitter.Compile(program);
        var launch = LaunchOf(program);
        var expected = ByDotNet(method, launch);
        foreach (string name in _names)
            if (Difference(name, method, launch, expected) is { } what)
                return new FuzzFailure(name, what);
        return null;
    }

    /// <summary>The memory that a program leaves when .NET runs it.</summary>
    public static KernelArguments ByDotNet(Node program) => ByDotNet(ProgramEmitter.Compile(program), LaunchOf(program));

    private static KernelArguments ByDotNet(MethodInfo method, LaunchDimensions launch)
    {
        var arguments = new KernelArguments(method, KernelIndexing.Explicit, launch);
        arguments.RunByDotNet();
        return arguments;
    }

    public void Dispose()
    {
        foreach (var accelerator in _accelerators.Values)
            accelerator.Dispose();
        _accelerators.Clear();
        _context?.Dispose();
        _context = null;
    }

    private static LaunchDimensions LaunchOf(Node program)
    {
        long launch = program.Kids.First(kid => kid.Op == "launch").Value;
        return new LaunchDimensions((int)(launch / 1000), 1, 1, (int)(launch % 1000), 1, 1, 0);
    }

    private string? Difference(string executor, MethodInfo method, LaunchDimensions launch, KernelArguments expected)
    {
        var arguments = new KernelArguments(method, KernelIndexing.Explicit, launch);
        var request = new KernelRequest(method, KernelIndexing.Explicit) { Contract = false };
        try
        {
            Execute(executor, request, arguments);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
        return arguments.Difference(expected, 0);
    }

    private void Execute(string executor, KernelRequest request, KernelArguments arguments)
    {
        if (_accelerators.TryGetValue(executor, out var accelerator))
        {
            AcceleratorRun.Execute(accelerator, request, arguments);
            return;
        }
        if (executor == "ptx")
        {
            PtxRun.Execute(request, arguments);
            return;
        }
        var function = KernelFrontend.Build(request);
        Verifier.Check(function);
        if (executor == "lockstep")
        {
            Pipeline.Optimize(function, PipelineTarget.Lockstep with { Contract = false }, (_, changed) => Verifier.Check(changed));
            var launch = arguments.Launch;
            var vector = LockstepPass.Run(function, (launch.GroupX, launch.GroupY, launch.GroupZ), 8);
            Verifier.Check(vector);
            InterpreterRun.Execute(vector, arguments, launch with { GroupX = 1, GroupY = 1, GroupZ = 1 });
            return;
        }
        if (executor == "passes")
            Pipeline.Optimize(function, PipelineTarget.Gpu with { Contract = false }, (_, changed) => Verifier.Check(changed));
        InterpreterRun.Execute(function, arguments);
    }

    private void Renew()
    {
        Dispose();
        _context = Context.Create(builder => builder.CPU().OpenCL());
        if (_names.Contains("cpu"))
            _accelerators.Add("cpu", _context.GetCPUDevices()[0].CreateAccelerator(_context));
        if (_names.Contains("opencl"))
            _accelerators.Add("opencl", _context.GetCLDevices()[0].CreateAccelerator(_context));
    }
}
