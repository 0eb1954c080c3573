using System.Runtime.InteropServices;

namespace ConvGpu.Npy;

/// <summary>For each type its name in files, its bytes, .NET's type, and how its elements become floats and integers.</summary>
internal sealed record NpyTypeInfo(NpyType Type, string Name, int Bytes, Type Managed, Func<byte[], float[]> ToFloats, Func<byte[], long[]>? ToInt64s)
{
    private static readonly NpyTypeInfo[] _all =
    [
        new(NpyType.Bool, "b1", 1, typeof(bool), data => Convert(data, (byte v) => v != 0 ? 1f : 0), data => Convert(data, (byte v) => v != 0 ? 1L : 0)),
        Integer<sbyte>(NpyType.Int8, "i1", v => v, v => v),
        Integer<short>(NpyType.Int16, "i2", v => v, v => v),
        Integer<int>(NpyType.Int32, "i4", v => v, v => v),
        Integer<long>(NpyType.Int64, "i8", v => v, v => v),
        Integer<byte>(NpyType.UInt8, "u1", v => v, v => v),
        Integer<ushort>(NpyType.UInt16, "u2", v => v, v => v),
        Integer<uint>(NpyType.UInt32, "u4", v => v, v => v),
        Integer<ulong>(NpyType.UInt64, "u8", v => v, v => checked((long)v)),
        Real<Half>(NpyType.Float16, "f2", v => (float)v),
        Real<float>(NpyType.Float32, "f4", v => v),
        Real<double>(NpyType.Float64, "f8", v => (float)v),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", _all.Select(t => t.Name));

    /// <summary>What a file calls the type on this machine, such as <c>&lt;f4</c>.</summary>
    public string Descriptor => (Bytes == 1 ? '|' : BitConverter.IsLittleEndian ? '<' : '>') + Name;

    public static NpyTypeInfo Of(NpyType type) => _all[(int)type];

    public static NpyTypeInfo? Find(ReadOnlySpan<char> name)
    {
        foreach (var type in _all)
            if (name.SequenceEqual(type.Name)) return type;
        return null;
    }

    /// <summary>The type that holds values of one of .NET's types.</summary>
    /// <exception cref="NotSupportedException">None does.</exception>
    public static NpyTypeInfo Of<T>() where T : unmanaged => Array.Find(_all, t => t.Managed == typeof(T))
        ?? throw new NotSupportedException($"NPY files hold no {typeof(T).Name} here; they hold {string.Join(", ", _all.Select(t => t.Managed.Name))}.");

    private static NpyTypeInfo Integer<T>(NpyType type, string name, Func<T, float> toFloat, Func<T, long> toInteger) where T : unmanaged =>
        Real(type, name, toFloat) with { ToInt64s = data => Convert(data, toInteger) };

    private static unsafe NpyTypeInfo Real<T>(NpyType type, string name, Func<T, float> toFloat) where T : unmanaged =>
        new(type, name, sizeof(T), typeof(T), data => Convert(data, toFloat), null);

    private static TTo[] Convert<TFrom, TTo>(byte[] data, Func<TFrom, TTo> convert) where TFrom : unmanaged where TTo : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(data);
        if (typeof(TFrom) == typeof(TTo)) return MemoryMarshal.Cast<byte, TTo>(data).ToArray();
        var to = new TTo[from.Length];
        for (var i = 0; i < to.Length; i++) to[i] = convert(from[i]);
        return to;
    }
}
