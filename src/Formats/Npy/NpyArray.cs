using System.Runtime.InteropServices;
using ConvGpu.Npy;

namespace ConvGpu;

/// <summary>
/// An array of an NPY file, NumPy's format (versions 1 to 3): numbers or truth values of any shape, the last index running fastest,
/// whatever the order in the file. Sizes are held against the bytes at hand before memory is taken. Nothing in a file is executed.
/// </summary>
public sealed class NpyArray
{
    private readonly byte[] _data;
    private readonly NpyTypeInfo _type;

    private NpyArray(NpyTypeInfo type, IReadOnlyList<int> shape, byte[] data) => (_type, Shape, _data) = (type, shape, data);

    /// <summary>The type of the elements.</summary>
    public NpyType Type => _type.Type;

    /// <summary>The sizes, none for a single value; each at least 0.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Elements in all.</summary>
    public int Count => _data.Length / _type.Bytes;

    /// <summary>Makes an array of values.</summary>
    /// <typeparam name="T">One of the twelve types that <see cref="NpyType"/> lists; bool for truth values.</typeparam>
    /// <param name="values">The values, the last index running fastest.</param>
    /// <param name="shape">The sizes, whose product is the number of values; none for a single one.</param>
    /// <exception cref="ShapeException">The sizes do not fit the values.</exception>
    /// <exception cref="NotSupportedException">The type is none of those.</exception>
    public static NpyArray Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        var type = NpyTypeInfo.Of<T>();
        long count = 1;
        foreach (var size in shape) count = size < 0 ? -1 : checked(count * size);
        if (count != values.Length) throw new ShapeException($"An array of [{string.Join(", ", shape.ToArray())}] does not have {values.Length} values.");
        return new NpyArray(type, shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is missing or damaged, no NPY file, of a type that is not read, or of more than 2 GB.</exception>
    public static NpyArray Read(string path) => Decode(WholeFile.Read(path), path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The whole file; what follows the array is not read.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="FileFormatException">The file is damaged, no NPY file, or of a type that is not read.</exception>
    public static NpyArray Decode(ReadOnlySpan<byte> file, string name)
    {
        var header = NpyHeader.Read(file, name, out var length);
        var rest = file[length..];
        Int128 bytes = header.Shape.Contains(0) ? 0 : header.Type.Bytes;
        foreach (var size in header.Shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue) break;
        }
        if (bytes > rest.Length)
            throw new FileFormatException($"{name}: the NPY file says it holds {Describe(header.Type, header.Shape)}, {bytes} bytes, but {rest.Length} follow its header.");
        var data = rest[..(int)bytes];
        var values = header.FortranOrder && header.Shape.Length > 1 ? ToRowOrder(data, header.Shape, header.Type.Bytes) : data.ToArray();
        if (header.Swapped) Swap(values, header.Type.Bytes);
        if (header.Type.Type == NpyType.Bool) MakeTruths(values);
        return new NpyArray(header.Type, header.Shape, values);
    }

    /// <summary>The bytes of a file: version 1, the last index running fastest, in this machine's byte order, as NumPy writes it.</summary>
    public byte[] Encode() => [.. NpyHeader.Write(_type, Shape), .. _data];

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; an old one is replaced when the new one is whole.</param>
    /// <exception cref="FileFormatException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, WriteTo);

    /// <summary>The values as they are.</summary>
    /// <typeparam name="T">.NET's type of the elements: sbyte for <see cref="NpyType.Int8"/>, Half for <see cref="NpyType.Float16"/>, and so on.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => typeof(T) == _type.Managed
        ? MemoryMarshal.Cast<byte, T>(_data)
        : throw new InvalidOperationException($"The array is of {_type.Managed.Name}, not of {typeof(T).Name}.");

    /// <summary>The values as float32, whatever their type; what float32 cannot hold is rounded, and truth values are 0 and 1.</summary>
    public float[] ToFloats() => _type.ToFloats(_data);

    /// <summary>The values as integers; truth values are 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">The elements are fractions.</exception>
    /// <exception cref="OverflowException">An unsigned value is larger than 2^63 - 1.</exception>
    public long[] ToInt64s() => _type.ToInt64s?.Invoke(_data)
        ?? throw new InvalidOperationException($"The array is of {_type.Managed.Name}, which has fractions; integers are asked for.");

    /// <summary>Type and sizes, such as <c>f4 [64, 3, 11, 11]</c>.</summary>
    public override string ToString() => Describe(_type, Shape);

    internal void WriteTo(Stream stream)
    {
        stream.Write(NpyHeader.Write(_type, Shape));
        stream.Write(_data);
    }

    private static string Describe(NpyTypeInfo type, IReadOnlyList<int> shape) => $"{type.Name} [{string.Join(", ", shape)}]";

    /// <summary>From the first index running fastest to the last.</summary>
    private static byte[] ToRowOrder(ReadOnlySpan<byte> data, int[] shape, int bytes)
    {
        var values = new byte[data.Length];
        // The steps of the source, by axis, and the place that is being read.
        Span<int> steps = stackalloc int[shape.Length], index = stackalloc int[shape.Length];
        index.Clear();
        var step = bytes;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            steps[axis] = step;
            // May overflow only where there are no values.
            step = unchecked(step * shape[axis]);
        }
        var from = 0;
        for (var to = 0; to < values.Length; to += bytes)
        {
            data.Slice(from, bytes).CopyTo(values.AsSpan(to));
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < shape[axis]) break;
                from -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    // A bool of .NET is 0 or 1; anything else would be neither true nor false.
    private static void MakeTruths(byte[] values)
    {
        foreach (ref var value in values.AsSpan()) value = (byte)(value == 0 ? 0 : 1);
    }

    private static void Swap(byte[] values, int bytes)
    {
        for (var at = 0; at < values.Length; at += bytes) values.AsSpan(at, bytes).Reverse();
    }
}
