using ConvGpu.Onnx.Schema;
using Google.Protobuf.Collections;

namespace ConvGpu.Onnx.Import;

/// <summary>The attributes of a node, by name and with their types checked.</summary>
internal sealed class Attributes(Conversion of, ModelSource source)
{
    private const int LongestText = 64;

    public bool Has(string name) => Find(name) is not null;

    public long Integer(string name, long otherwise) => Find(name) is { } a ? Typed(a, a.HasI, "a whole number").I : otherwise;

    public bool Flag(string name) => Integer(name, 0) != 0;

    public float Float(string name, float otherwise) => Find(name) is { } a ? Typed(a, a.HasF, "a number").F : otherwise;

    /// <summary>A word, such as a mode.</summary>
    public string Text(string name, string otherwise)
    {
        if (Find(name) is not { } attribute) return otherwise;
        var text = Typed(attribute, attribute.HasS, "a text").S;
        return text.Length <= LongestText
            ? text.ToStringUtf8()
            : throw of.Error($"has an attribute {name} of {text.Length:N0} bytes, which is no word that is known");
    }

    public OnnxTensor? Tensor(string name) => Find(name) is { } a ? source.Read(Typed(a, a.HasT, "a tensor").T) : null;

    /// <summary>Whole numbers, or null where the attribute is not there.</summary>
    public long[]? Integers(string name) => Find(name) is { } a ? Copied(a.Ints, sizeof(long)) : null;

    public float[]? Floats(string name) => Find(name) is { } a ? Copied(a.Floats, sizeof(float)) : null;

    /// <summary>Sizes, each within bounds.</summary>
    public int[] Sizes(string name, int count, int otherwise, int least = 1)
    {
        if (Integers(name) is not { } given) return [.. Enumerable.Repeat(otherwise, count)];
        if (given.Length != count) throw of.Error($"has {given.Length} {name} where {count} are needed");
        return Array.ConvertAll(given, v => v >= least && v <= int.MaxValue
            ? (int)v
            : throw of.Error($"has {v} among its {name}; they are from {least} to {int.MaxValue}"));
    }

    /// <summary>Refuses a value that is not supported.</summary>
    public void Require(string name, long only, string why)
    {
        if (Integer(name, only) is var given && given != only) throw of.Error($"has {name} {given}, which is not supported: {why}");
    }

    private T[] Copied<T>(RepeatedField<T> list, int size)
    {
        of.Take((long)list.Count * size);
        return [.. list];
    }

    private AttributeProto? Find(string name) => Find(of.Node.Attribute, name);

    private static AttributeProto? Find(RepeatedField<AttributeProto> attributes, string name)
    {
        foreach (var attribute in attributes)
            if (attribute.Name == name) return attribute;
        return null;
    }

    private AttributeProto Typed(AttributeProto attribute, bool isTyped, string kind) =>
        isTyped ? attribute : throw of.Error($"has an attribute {attribute.Name} that is not {kind}");
}
