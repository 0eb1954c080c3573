using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using ILGPU;

namespace ConvGpu.Fuzz;

/// <summary>Turns a program into IL that .NET runs and the frontend reads.</summary>
internal sealed class ProgramEmitter
{
    public const string KernelName = "Kernel";

    /// <summary>The kernel's parameters after which <see cref="Execution.KernelArguments"/> makes arguments.</summary>
    private static readonly (Type Type, string Name)[] Parameters =
    [
        (typeof(ArrayView<int>), "inputI"), (typeof(ArrayView<long>), "inputL"), (typeof(ArrayView<float>), "inputF"), (typeof(ArrayView<double>), "inputD"),
        (typeof(ArrayView<int>), "outputI"), (typeof(ArrayView<long>), "outputL"), (typeof(ArrayView<float>), "outputF"), (typeof(ArrayView<double>), "outputD"),
        (typeof(ArrayView<int>), "outputAtomic"), (typeof(ArrayView<sbyte>), "narrow"), (typeof(int), "count"),
    ];

    private readonly TypeBuilder _type;
    private readonly Dictionary<long, MethodBuilder> _functions = [];

    private ProgramEmitter(TypeBuilder type, Node program)
    {
        _type = type;
        foreach (var function in program.Kids.Where(kid => kid.Op.StartsWith("function", StringComparison.Ordinal)))
            _functions.Add(function.Value, Define("Function" + function.Value, MethodEmitter.ClrType(function.Type),
                [(typeof(int), "a"), (typeof(float), "b"), (typeof(int).MakeByRefType(), "r")]));
    }

    /// <summary>The kernel of a program, loaded into a context of its own that goes when nobody holds the method any more.</summary>
    public static MethodInfo Compile(Node program)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("RandomProgram"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("RandomProgram").DefineType("RandomProgram", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        new ProgramEmitter(type, program).Emit(program);
        type.CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        var loaded = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        return loaded.GetType("RandomProgram")!.GetMethod(KernelName)!;
    }

    public MethodInfo Function(long number) => _functions[number];

    private void Emit(Node program)
    {
        bool spill = (program.Value & 1) != 0;
        var kernel = Define(KernelName, typeof(void), Parameters);
        new MethodEmitter(this, kernel.GetILGenerator(), spill, isKernel: true).EmitKernel(program.Kids.First(kid => kid.Op == "block"));
        foreach (var function in program.Kids.Where(kid => kid.Op.StartsWith("function", StringComparison.Ordinal)))
            new MethodEmitter(this, _functions[function.Value].GetILGenerator(), spill, isKernel: false).EmitFunction(function.Kids[0], function.Kids[1]);
    }

    private MethodBuilder Define(string name, Type returns, (Type Type, string Name)[] parameters)
    {
        var method = _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, returns, [.. parameters.Select(parameter => parameter.Type)]);
        for (int i = 0; i < parameters.Length; i++)
            method.DefineParameter(i + 1, ParameterAttributes.None, parameters[i].Name);
        return method;
    }
}
