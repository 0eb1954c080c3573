#:property PublishAot=false
// Writes the members of the API that exist for 1 to 14 kernel arguments. Run from the repository's root:
//     dotnet run tools/generate-arities.cs
using System.Text;

const int Most = 14;
const string Header = "// Written by tools/generate-arities.cs; change that and run it again.\n#nullable enable\n";
string api = "src/Ilgpu/Api";
Write($"{api}/Runtime/KernelLoaders.Generated.cs", Loaders());
Write($"{api}/Runtime/Accelerator.Launch.Generated.cs", Launches());
Write($"{api}/Kernels/Interop.Write.Generated.cs", Writes());
Write($"{api}/Cuda/CudaAsm.Generated.cs", Assembler());
Write("src/Ilgpu/Accelerators/Launching/Launchers.Generated.cs", Launchers());

static void Write(string path, string text)
{
    File.WriteAllText(path, text.Replace("\r\n", "\n"));
    Console.WriteLine(path);
}

static string Join(int count, Func<int, string> item, string separator = ", ") =>
    string.Join(separator, Enumerable.Range(1, count).Select(item));

static string Types(int n) => Join(n, i => $"T{i}");
static string Where(int n, string constraint = "struct") => Join(n, i => $"where T{i} : {constraint}", " ");
static string Parameters(int n) => Join(n, i => $"T{i} arg{i}");
static string Arguments(int n) => Join(n, i => $"arg{i}");

static string Loaders()
{
    var text = new StringBuilder(Header);
    text.Append("""
        using ConvGpu.Ilgpu.Launching;

        namespace ILGPU.Runtime;

        /// <summary>Compiles kernels and gives delegates that launch them. A kernel is compiled once for an accelerator.</summary>
        public static class KernelLoaders
        {

        """);
    for (int n = 1; n <= Most; n++)
    {
        string types = Types(n), where = Where(n);
        foreach (bool specialised in new[] { false, true })
            foreach (bool stream in new[] { true, false })
                foreach (bool info in new[] { false, true })
                {
                    string result = stream ? $"Action<AcceleratorStream, KernelConfig, {types}>" : $"Action<KernelConfig, {types}>";
                    string name = stream ? "LoadKernel" : "LoadStreamKernel";
                    string more = (specialised ? ", KernelSpecialization specialization" : "") + (info ? ", out KernelInfo kernelInfo" : "");
                    string summary = "Loads an explicitly grouped kernel" + (stream ? "." : " that runs in the default stream.");
                    Add(text, summary, specialised, info, null,
                        $"public static {result} {name}<{types}>(this Accelerator accelerator, Action<{types}> action{more}) {where}",
                        $"new ExplicitLauncher<{types}>(accelerator, action, {(specialised ? "specialization" : "default")})", stream);
                }
        foreach (string kind in new[] { "ImplicitlyGrouped", "AutoGrouped" })
            foreach (bool stream in new[] { true, false })
                foreach (bool info in new[] { false, true })
                {
                    bool custom = kind == "ImplicitlyGrouped";
                    string result = stream ? $"Action<AcceleratorStream, TIndex, {types}>" : $"Action<TIndex, {types}>";
                    string name = $"Load{kind}{(stream ? "" : "Stream")}Kernel";
                    string more = (custom ? ", int customGroupSize" : "") + (info ? ", out KernelInfo kernelInfo" : "");
                    string summary = $"Loads a kernel with an index; {(custom ? "groups have a given size" : "the device chooses the groups")}"
                        + (stream ? "." : ". It runs in the default stream.");
                    Add(text, summary, false, info, custom ? "Items of a group." : null,
                        $"public static {result} {name}<TIndex, {types}>(this Accelerator accelerator, Action<TIndex, {types}> action{more}) where TIndex : struct, IIndex {where}",
                        $"new ImplicitLauncher<TIndex, {types}>(accelerator, action, {(custom ? "ImplicitGroups.Of(customGroupSize)" : "0")})", stream);
                }
    }
    return text.ToString().TrimEnd() + "\n}\n";

    static void Add(StringBuilder text, string summary, bool specialised, bool info, string? custom, string signature, string create, bool stream)
    {
        text.Append($"    /// <summary>{summary}</summary>\n");
        text.Append($"    /// <exception cref=\"InternalCompilerException\">The kernel cannot be compiled; the message says why.</exception>\n");
        text.Append($"    {signature}\n");
        string launch = stream ? "Launch" : "LaunchDefault";
        if (info)
            text.Append($"    {{\n        var launcher = {create};\n        kernelInfo = launcher.Info;\n        return launcher.{launch};\n    }}\n\n");
        else
            text.Append($"        => {create}.{launch};\n\n");
    }
}

static string Launches()
{
    var text = new StringBuilder(Header);
    text.Append("""
        using ConvGpu.Ilgpu.Launching;

        namespace ILGPU.Runtime;

        public abstract partial class Accelerator
        {

        """);
    for (int n = 1; n <= Most; n++)
    {
        string types = Types(n), where = Where(n), parameters = Parameters(n), arguments = Arguments(n);
        string explicitLauncher = $"ExplicitLauncher<{types}>", implicitLauncher = $"ImplicitLauncher<TIndex, {types}>";
        string loadExplicit = $"Kernels.Launcher<{explicitLauncher}, Action<{types}>>(action, static (accelerator, kernel) => new(accelerator, kernel, default))";
        string loadImplicit = $"Kernels.Launcher<{implicitLauncher}, Action<TIndex, {types}>>(action, static (accelerator, kernel) => new(accelerator, kernel, 0))";
        foreach (bool stream in new[] { true, false })
        {
            string streamParameter = stream ? "AcceleratorStream stream, " : "";
            string call = stream ? "Launch(stream, " : "LaunchDefault(";
            text.Append($"    /// <summary>Runs an explicitly grouped kernel, compiled at its first launch{(stream ? "" : ", in the default stream")}.</summary>\n");
            text.Append($"    public void Launch<{types}>(Action<{types}> action, {streamParameter}in KernelConfig kernelConfig, {parameters}) {where} =>\n");
            text.Append($"        {loadExplicit}.{call}kernelConfig, {arguments});\n\n");
        }
        foreach (bool stream in new[] { true, false })
        {
            string streamParameter = stream ? "AcceleratorStream stream, " : "";
            string call = stream ? "Launch(stream, " : "LaunchDefault(";
            text.Append($"    /// <summary>Runs a kernel for every index of an extent, compiled at its first launch{(stream ? "" : ", in the default stream")}.</summary>\n");
            text.Append($"    public void LaunchAutoGrouped<TIndex, {types}>(Action<TIndex, {types}> action, {streamParameter}TIndex extent, {parameters}) where TIndex : struct, IGenericIndex<TIndex> {where} =>\n");
            text.Append($"        {loadImplicit}.{call}extent, {arguments});\n\n");
        }
    }
    return text.ToString().TrimEnd() + "\n}\n";
}

static string Writes()
{
    var text = new StringBuilder(Header);
    text.Append("namespace ILGPU;\n\npublic static unsafe partial class Interop\n{\n");
    for (int n = 1; n <= Most; n++)
        foreach (string name in new[] { "Write", "WriteLine" })
        {
            string what = name == "Write" ? "text" : "a line";
            text.Append($"    /// <summary>Writes {what} to the console; {{0}} and so on stand for the values.</summary>\n");
            text.Append($"    public static void {name}<{Types(n)}>(string format, {Parameters(n)}) {Where(n, "unmanaged")} =>\n");
            text.Append($"        Console.{name}(Format(format, {Arguments(n)}));\n\n");
        }
    return text.ToString().TrimEnd() + "\n}\n";
}

static string Launchers()
{
    var text = new StringBuilder(Header);
    text.Append("""
        using ConvGpu.Ilgpu.Compilation;
        using ILGPU;
        using ILGPU.Runtime;

        namespace ConvGpu.Ilgpu.Launching;


        """);
    for (int n = 1; n <= Most; n++)
    {
        string types = Types(n), where = Where(n), parameters = Parameters(n), arguments = Arguments(n);
        string slots = Join(n, i => $"ArgumentPacker<T{i}>.Slots", " + "), keys = Join(n, i => $"ArgumentPacker<T{i}>.KeySlots", " + ");
        string pack = Join(n, i => $"        ArgumentPacker<T{i}>.Pack(Accelerator, ref arg{i}, ref rest, ref restOfKey);\n", "");
        string unpack = Join(n, i => $"ArgumentPacker<T{i}>.Unpack(ref key)");
        string unpacking = $"    protected override object?[] Unpack(ReadOnlySpan<long> key) => [{unpack}];\n";
        text.Append($$"""
            /// <summary>Launches an explicitly grouped kernel of {{n}} argument{{(n > 1 ? "s" : "")}}.</summary>
            internal sealed class ExplicitLauncher<{{types}}> : KernelLauncher {{where}}
            {
                private readonly Action<{{types}}> _action;

                public ExplicitLauncher(Accelerator accelerator, Action<{{types}}> action, KernelSpecialization specialization)
                    : base(accelerator, action, KernelIndexing.Explicit)
                {
                    _action = action;
                    Bound(specialization);
                    Prepare({{slots}}, {{keys}});
                }

                public void LaunchDefault(KernelConfig config, {{parameters}}) => Launch(null!, config, {{arguments}});

                public void Launch(AcceleratorStream stream, KernelConfig config, {{parameters}})
                {
                    var dimensions = LaunchShape.OfConfig(Accelerator, config);
                    Span<long> slots = stackalloc long[Slots];
                    Span<long> key = stackalloc long[KeySlots];
                    var rest = slots;
                    var restOfKey = key;
            {{pack}}        if (Debug)
                        LaunchDebug(stream, dimensions, {{arguments}});
                    else
                        Run(stream, dimensions, slots, key);
                }

            {{unpacking}}
                private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, {{parameters}}) =>
                    RunDebug(stream, dimensions, () => _action({{arguments}}));
            }

            /// <summary>Launches a kernel with an index and {{n}} argument{{(n > 1 ? "s" : "")}}.</summary>
            internal sealed class ImplicitLauncher<TIndex, {{types}}> : KernelLauncher where TIndex : struct, IIndex {{where}}
            {
                private readonly Action<TIndex, {{types}}> _action;
                private readonly int _groupSize;

                public ImplicitLauncher(Accelerator accelerator, Action<TIndex, {{types}}> action, int groupSize)
                    : base(accelerator, action, LaunchShape.IndexingOf<TIndex>())
                {
                    _action = action;
                    _groupSize = groupSize;
                    Prepare({{slots}}, {{keys}});
                }

                public void LaunchDefault(TIndex index, {{parameters}}) => Launch(null!, index, {{arguments}});

                public void Launch(AcceleratorStream stream, TIndex index, {{parameters}})
                {
                    var extent = LaunchShape.ExtentOf(index);
                    if (LaunchShape.IsEmpty(extent))
                        return;
                    var dimensions = LaunchShape.OfExtent(Accelerator, extent, _groupSize);
                    Span<long> slots = stackalloc long[Slots];
                    Span<long> key = stackalloc long[KeySlots];
                    slots[0] = extent.X;
                    slots[1] = extent.Y;
                    slots[2] = extent.Z;
                    var rest = slots[3..];
                    var restOfKey = key;
            {{pack}}        if (Debug)
                        LaunchDebug(stream, dimensions, extent, {{arguments}});
                    else
                        Run(stream, dimensions, slots, key);
                }

            {{unpacking}}
                private void LaunchDebug(AcceleratorStream stream, LaunchDimensions dimensions, Index3D extent, {{parameters}}) =>
                    RunDebug(stream, dimensions, () =>
                    {
                        if (LaunchShape.TryIndex<TIndex>(extent, out var index))
                            _action(index, {{arguments}});
                    });
            }


            """);
    }
    return text.ToString().TrimEnd() + "\n";
}

static string Assembler()
{
    const int MostValues = 10, MostReferences = 44;
    var text = new StringBuilder(Header);
    text.Append("""
        namespace ILGPU.Runtime.Cuda;

        public static partial class CudaAsm
        {
            /// <summary>PTX without arguments.</summary>
            /// <param name="asm">The instructions, each ended by a semicolon; %% stands for a percent sign.</param>
            public static void Emit(string asm) => throw NotHere();

        """);
    static string Generic(int n, string open = "<") => open + string.Join(", ", Enumerable.Range(0, n).Select(i => $"T{i}")) + ">";
    static string Constraint(int n, string constraint) => string.Join(" ", Enumerable.Range(0, n).Select(i => $"where T{i} : {constraint}"));
    for (int n = 1; n <= MostValues; n++)
        foreach (bool output in new[] { false, true })
        {
            string parameters = string.Join(", ", Enumerable.Range(0, n).Select(i => (output && i == 0 ? "out " : "") + $"T{i} arg{i}"));
            text.Append($"""

                    /// <summary>PTX on {n} argument{(n > 1 ? "s" : "")}{(output ? ", the first of which it writes" : "")}; each is a register, %0 the first.</summary>
                    public static void Emit{Generic(n)}(string asm, {parameters}) {Constraint(n, "struct")} => throw NotHere();

                """);
        }
    for (int n = 1; n <= MostReferences; n++)
    {
        string parameters = string.Join(", ", Enumerable.Range(0, n).Select(i => $"ref T{i} arg{i}"));
        text.Append($"""

                /// <summary>PTX on {n} argument{(n > 1 ? "s" : "")}; each is a register, %0 the first, read or written as its type says.</summary>
                public static void EmitRef{Generic(n)}(string asm, {parameters}) {Constraint(n, "struct, ICudaAsmEmitParameter")} => throw NotHere();

            """);
    }
    return text.Append("}\n").ToString();
}
