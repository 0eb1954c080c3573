using System.Reflection;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.Library;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Turns the IL of a kernel and of everything it calls into one <see cref="Function"/>.</summary>
internal sealed class KernelFrontend
{
    /// <summary>More IR instructions than any sensible kernel has before loops are unrolled.</summary>
    private const int MaximumValues = 250_000;

    private const string UnrollAttributeName = "ConvGpu.UnrollAttribute";

    private readonly Dictionary<MethodBase, MethodIl> _bodies = [];
    private readonly List<MethodBase> _callStack = [];

    private KernelFrontend(Emitter emit)
    {
        Emit = emit;
        Statics = new StaticFields(emit);
    }

    public Emitter Emit { get; }
    public StaticFields Statics { get; }

    /// <summary>The unoptimised IR of a kernel.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses something that devices cannot run.</exception>
    public static Function Build(KernelRequest request)
    {
        var method = request.Method;
        if (!method.IsStatic || method.ReturnType != typeof(void) || method.ContainsGenericParameters)
            throw new KernelCompilationException(Refusal.KernelSignature, TypeNames.Signature(method), MethodIl.Start(method));
        var function = new Function(TypeNames.Of(method)) { KnownGroupDimension = request.GroupDimension };
        var frontend = new KernelFrontend(new Emitter(request, function));
        try
        {
            var arguments = new KernelParameters(frontend.Emit).Bind(out var exit);
            frontend.Inline(method, arguments);
            frontend.Emit.Builder.Return();
            if (exit is not null)
            {
                frontend.Emit.Builder.Block = exit;
                frontend.Emit.Builder.Return();
            }
            frontend.Emit.Finish();
        }
        catch (KernelCompilationException refusal) when (refusal.Location is null)
        {
            throw refusal.At(frontend.WhereIs(method));
        }
        RemoveUnreachable(function);
        if (request.ExpandMath)
        {
            MathExpansion.Run(frontend);
            RemoveUnreachable(function);
        }
        return function;
    }

    /// <summary>Puts a method's code at the current place.</summary>
    public StackValue? Inline(MethodBase method, IReadOnlyList<StackValue> arguments)
    {
        if (_callStack.Contains(method))
            throw Emit.Refuse(Refusal.Recursion, TypeNames.Of(method));
        if (Emit.Function.ValueCount > MaximumValues)
            throw Emit.Refuse(Refusal.TooLarge, TypeNames.Of(method));
        if (!_bodies.TryGetValue(method, out var body))
        {
            _bodies.Add(method, body = MethodIl.Of(method));
            if (UnrollLimit(method) is { } trips)
                Emit.Function.UnrollLimits[TypeNames.Of(method)] = trips;
        }
        _callStack.Add(method);
        var result = MethodTranslator.Inline(this, body, arguments);
        _callStack.RemoveAt(_callStack.Count - 1);
        return result;
    }

    /// <summary>The attribute is found by name: the compiler knows no assembly that declares it.</summary>
    private static int? UnrollLimit(MethodBase method) =>
        method.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == UnrollAttributeName) is { } unroll
            ? Math.Max(1, (int)unroll.ConstructorArguments[0].Value!) : null;

    private SourceLocation WhereIs(MethodInfo method) =>
        Emit.Location.Method is not null ? Emit.Location : MethodIl.Start(method);

    private static void RemoveUnreachable(Function function)
    {
        var reached = new HashSet<Block> { function.Entry };
        var open = new Stack<Block>(reached);
        while (open.TryPop(out var block))
            foreach (var next in block.Successors)
                if (reached.Add(next))
                    open.Push(next);
        function.Blocks.RemoveAll(block => !reached.Contains(block));
    }
}
