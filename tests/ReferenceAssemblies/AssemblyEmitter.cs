using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ConvGpu.ReferenceAssemblies;

/// <summary>
/// Emits the declarations as assemblies without method bodies' meaning: every body throws. They exist to be compiled against and cannot run.
/// The unmanaged constraint is emitted as struct: Reflection.Emit cannot write the modifier that it needs.
/// </summary>
internal sealed class AssemblyEmitter
{
    private readonly Dictionary<string, TypeBuilder> _builders = [];
    private readonly Dictionary<string, GenericTypeParameterBuilder[]> _generics = [];
    private readonly TypeResolver _resolver;

    private AssemblyEmitter() => _resolver = new TypeResolver(key => _builders.GetValueOrDefault(key));

    /// <summary>Writes ILGPU.dll and ILGPU.Algorithms.dll into a folder.</summary>
    public static void Write(IReadOnlyList<ApiType> declared, string folder)
    {
        Directory.CreateDirectory(folder);
        var emitter = new AssemblyEmitter();
        var all = declared.Concat(Placeholders.Of(declared)).ToList();
        var assemblies = all.Select(type => type.Assembly).Distinct().ToDictionary(name => name, Define);
        // Parents before the types nested in them.
        foreach (var type in all.OrderBy(type => type.Name.Count(symbol => symbol == '.')))
            emitter.DefineType(assemblies[type.Assembly].Module, type);
        foreach (var type in all)
            emitter.DefineBases(type);
        foreach (var type in all)
            emitter.DefineMembers(type);
        foreach (var type in all.OrderBy(type => type.Name.Count(symbol => symbol == '.')))
            emitter._builders[type.Key].CreateType();
        foreach (var (name, (assembly, _)) in assemblies)
        {
            string path = Path.Combine(folder, name + ".dll");
            assembly.Save(path);
            CoreReference.Retarget(path);
        }
    }

    private static (PersistedAssemblyBuilder Assembly, ModuleBuilder Module) Define(string name)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(1, 5, 3, 0) }, typeof(object).Assembly);
        assembly.SetCustomAttribute(Attribute(typeof(ExtensionAttribute)));
        return (assembly, assembly.DefineDynamicModule(name));
    }

    private void DefineType(ModuleBuilder module, ApiType type)
    {
        int dot = type.Name.LastIndexOf('.');
        string name = type.GenericParameters.Count == 0 ? type.Name[(dot + 1)..] : $"{type.Name[(dot + 1)..]}`{type.GenericParameters.Count}";
        var attributes = dot < 0 ? TypeAttributes.Public : TypeAttributes.NestedPublic;
        attributes |= type.Kind switch
        {
            TypeKind.Interface => TypeAttributes.Interface | TypeAttributes.Abstract,
            TypeKind.Struct => TypeAttributes.SequentialLayout | TypeAttributes.Sealed,
            TypeKind.Enum => TypeAttributes.Sealed,
            _ => (type.IsAbstract || type.IsStatic ? TypeAttributes.Abstract : 0) | (type.IsSealed || type.IsStatic ? TypeAttributes.Sealed : 0),
        };
        Type? parent = type.Kind switch
        {
            TypeKind.Struct => typeof(ValueType),
            TypeKind.Enum => typeof(Enum),
            TypeKind.Interface => null,
            _ => Placeholders.IsDelegate(type.Name) ? typeof(MulticastDelegate) : typeof(object),
        };
        var builder = dot < 0
            ? module.DefineType($"{type.Namespace}.{name}", attributes, parent)
            : _builders[type.Name[..dot]].DefineNestedType(name, attributes, parent);
        _builders.Add(type.Key, builder);
        _generics.Add(type.Key, type.GenericParameters.Count == 0 ? [] : builder.DefineGenericParameters([.. type.GenericParameters]));
    }

    private void DefineBases(ApiType type)
    {
        var builder = _builders[type.Key];
        var parameters = ParametersOf(type);
        Constrain(_generics[type.Key], type.Constraints, parameters);
        foreach (var syntax in type.Bases)
        {
            var resolved = _resolver.Resolve(syntax, parameters);
            bool isInterface = resolved.IsGenericType ? resolved.GetGenericTypeDefinition().IsInterface : resolved.IsInterface;
            if (isInterface)
                builder.AddInterfaceImplementation(resolved);
            else
                builder.SetParent(resolved);
        }
        if (type.IsReadOnly)
            builder.SetCustomAttribute(Attribute(typeof(IsReadOnlyAttribute)));
        if (type.IsStatic && type.Members.Any(member => member.Parameters is [{ Modifier: "this" }, ..]))
            builder.SetCustomAttribute(Attribute(typeof(ExtensionAttribute)));
        if (type.Members.Any(member => member.Kind == MemberKind.Indexer))
            builder.SetCustomAttribute(new CustomAttributeBuilder(typeof(DefaultMemberAttribute).GetConstructor([typeof(string)])!, ["Item"]));
    }

    private void DefineMembers(ApiType type)
    {
        var builder = _builders[type.Key];
        var parameters = ParametersOf(type);
        if (type.Kind == TypeKind.Enum)
            builder.DefineField("value__", typeof(int), FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName);
        foreach (var member in type.Members)
            switch (member.Kind)
            {
                case MemberKind.Constructor: DefineConstructor(builder, member, parameters); break;
                case MemberKind.Method: DefineMethod(builder, type, member, member.Name, parameters); break;
                case MemberKind.Property or MemberKind.Indexer: DefineProperty(builder, type, member, parameters); break;
                default: DefineField(builder, type, member, parameters); break;
            }
        if (InheritsDispose(type))
        {
            var dispose = new ApiMember(MemberKind.Method, "Dispose", new TypeSyntax("void", [])) { Text = "public void Dispose();" };
            DefineMethod(builder, type, dispose, dispose.Name, parameters);
        }
        if (type.Kind == TypeKind.Class && type.Members.All(member => member.Kind != MemberKind.Constructor))
        {
            // Without one, Reflection.Emit would add a public constructor that the list does not have.
            var access = type.IsStatic || Placeholders.IsDelegate(type.Name) ? MethodAttributes.Private : MethodAttributes.Family;
            Throw(builder.DefineConstructor(access | MethodAttributes.HideBySig, CallingConventions.Standard, []).GetILGenerator());
        }
    }

    /// <summary>The list shows what a type itself declares; Dispose stands in a base class that the list leaves out.</summary>
    private static bool InheritsDispose(ApiType type) =>
        type.Kind == TypeKind.Class && type.Bases.Any(syntax => syntax.Name == "IDisposable") && type.Members.All(member => member.Name != "Dispose");

    private void DefineConstructor(TypeBuilder builder, ApiMember member, Dictionary<string, Type> parameters)
    {
        var types = member.Parameters.Select(parameter => ParameterType(parameter, parameters)).ToArray();
        var constructor = builder.DefineConstructor(MethodAttributes.Public | MethodAttributes.HideBySig, CallingConventions.Standard, types);
        for (int i = 0; i < types.Length; i++)
            Describe(constructor.DefineParameter(i + 1, Flags(member.Parameters[i]), member.Parameters[i].Name.TrimStart('@')), member.Parameters[i]);
        Throw(constructor.GetILGenerator());
    }

    private MethodBuilder DefineMethod(TypeBuilder builder, ApiType type, ApiMember member, string name, Dictionary<string, Type> parameters)
    {
        var method = builder.DefineMethod(name.TrimStart('@'), MethodFlags(type, member));
        var scope = parameters;
        if (member.GenericParameters.Count > 0)
        {
            var generics = method.DefineGenericParameters([.. member.GenericParameters]);
            scope = new Dictionary<string, Type>(parameters);
            foreach (var generic in generics)
                scope[generic.Name] = generic;
            Constrain(generics, member.Constraints, scope);
        }
        method.SetReturnType(_resolver.Resolve(member.Type, scope));
        method.SetParameters([.. member.Parameters.Select(parameter => ParameterType(parameter, scope))]);
        for (int i = 0; i < member.Parameters.Count; i++)
            Describe(method.DefineParameter(i + 1, Flags(member.Parameters[i]), member.Parameters[i].Name.TrimStart('@')), member.Parameters[i]);
        if (member.Parameters is [{ Modifier: "this" }, ..])
            method.SetCustomAttribute(Attribute(typeof(ExtensionAttribute)));
        if (!method.IsAbstract)
            Throw(method.GetILGenerator());
        return method;
    }

    private void DefineProperty(TypeBuilder builder, ApiType type, ApiMember member, Dictionary<string, Type> parameters)
    {
        var propertyType = _resolver.Resolve(member.Type, parameters);
        var property = builder.DefineProperty(member.Name, PropertyAttributes.None, propertyType,
            [.. member.Parameters.Select(parameter => ParameterType(parameter, parameters))]);
        if (member.HasGetter)
            property.SetGetMethod(DefineMethod(builder, type, member, "get_" + member.Name, parameters));
        if (member.HasSetter)
        {
            var setter = member with
            {
                Type = new TypeSyntax("void", []), Parameters = [.. member.Parameters, new ApiParameter("value", member.Type, "")],
            };
            property.SetSetMethod(DefineMethod(builder, type, setter, "set_" + member.Name, parameters));
        }
    }

    private void DefineField(TypeBuilder builder, ApiType type, ApiMember member, Dictionary<string, Type> parameters)
    {
        if (type.Kind == TypeKind.Enum)
        {
            var literal = builder.DefineField(member.Name, builder, FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.Literal);
            literal.SetConstant(int.Parse(member.Value!, CultureInfo.InvariantCulture));
            return;
        }
        var fieldType = _resolver.Resolve(member.Type, parameters);
        var flags = FieldAttributes.Public | (member.IsStatic ? FieldAttributes.Static : 0);
        if (member.Kind == MemberKind.Constant)
            builder.DefineField(member.Name, fieldType, flags | FieldAttributes.Literal).SetConstant(Literal(fieldType, member.Value!));
        else
            builder.DefineField(member.Name, fieldType, flags | (member.IsReadOnly ? FieldAttributes.InitOnly : 0));
    }

    private static object Literal(Type type, string text) => type == typeof(string)
        ? text.Trim('"')
        : Convert.ChangeType(text.TrimEnd('f'), type, CultureInfo.InvariantCulture);

    private static MethodAttributes MethodFlags(ApiType type, ApiMember member)
    {
        var flags = MethodAttributes.Public | MethodAttributes.HideBySig;
        if (member.IsStatic)
            flags |= MethodAttributes.Static;
        if (member.Kind is MemberKind.Property or MemberKind.Indexer || member.Name.StartsWith("op_", StringComparison.Ordinal))
            flags |= MethodAttributes.SpecialName;
        if (!member.IsStatic && (type.Kind == TypeKind.Interface || member.IsAbstract))
            flags |= MethodAttributes.Virtual | MethodAttributes.Abstract | MethodAttributes.NewSlot;
        return flags;
    }

    private Type ParameterType(ApiParameter parameter, Dictionary<string, Type> scope)
    {
        var type = _resolver.Resolve(parameter.Type, scope);
        return parameter.Modifier is "in" or "out" or "ref" ? type.MakeByRefType() : type;
    }

    private static ParameterAttributes Flags(ApiParameter parameter) => parameter.Modifier switch
    {
        "in" => ParameterAttributes.In,
        "out" => ParameterAttributes.Out,
        _ => ParameterAttributes.None,
    };

    private static void Describe(ParameterBuilder builder, ApiParameter parameter)
    {
        if (parameter.Modifier == "in")
            builder.SetCustomAttribute(Attribute(typeof(IsReadOnlyAttribute)));
        if (parameter.Modifier == "params")
            builder.SetCustomAttribute(Attribute(typeof(ParamArrayAttribute)));
    }

    private void Constrain(GenericTypeParameterBuilder[] generics, IReadOnlyList<ApiConstraint> constraints, Dictionary<string, Type> scope)
    {
        foreach (var constraint in constraints)
        {
            var generic = generics.Single(generic => generic.Name == constraint.Parameter);
            var flags = GenericParameterAttributes.None;
            if (constraint.IsStruct || constraint.IsUnmanaged)
            {
                flags |= GenericParameterAttributes.NotNullableValueTypeConstraint | GenericParameterAttributes.DefaultConstructorConstraint;
                generic.SetBaseTypeConstraint(typeof(ValueType));
            }
            if (constraint.IsClass)
                flags |= GenericParameterAttributes.ReferenceTypeConstraint;
            if (constraint.HasNew)
                flags |= GenericParameterAttributes.DefaultConstructorConstraint;
            generic.SetGenericParameterAttributes(flags);
            var types = constraint.Types.Select(type => _resolver.Resolve(type, scope)).ToList();
            var interfaces = types.Where(IsInterface).ToArray();
            if (types.FirstOrDefault(type => !IsInterface(type)) is { } parent)
                generic.SetBaseTypeConstraint(parent);
            if (interfaces.Length > 0)
                generic.SetInterfaceConstraints(interfaces);
        }
    }

    private static bool IsInterface(Type type) =>
        type.IsGenericType ? type.GetGenericTypeDefinition().IsInterface : !type.IsGenericParameter && type.IsInterface;

    private Dictionary<string, Type> ParametersOf(ApiType type) =>
        _generics[type.Key].ToDictionary(parameter => parameter.Name, parameter => (Type)parameter);

    private static void Throw(ILGenerator il)
    {
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Throw);
    }

    private static CustomAttributeBuilder Attribute(Type type) => new(type.GetConstructor(Type.EmptyTypes)!, []);
}
