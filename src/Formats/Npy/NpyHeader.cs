using System.Buffers.Binary;
using System.Text;

namespace ConvGpu.Npy;

/// <summary>
/// What stands before the values of an NPY file (NumPy Enhancement Proposal 1 and numpy.lib.format): a signature, a version, a length, and
/// a Python literal of a dictionary with descr, fortran_order and shape. Version 1 has a length of two bytes, 2 and 3 of four; the text of
/// version 3 is UTF-8, that of the others Latin-1.
/// </summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Swapped">Whether their bytes are in another order than this machine's.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The sizes; none for a single value.</param>
internal sealed record NpyHeader(NpyTypeInfo Type, bool Swapped, bool FortranOrder, int[] Shape)
{
    /// <summary>More than any array has; NumPy allows 64.</summary>
    private const int MostSizes = 64;

    /// <summary>Longer ones are of structured types, which are not read.</summary>
    private const int MostBytes = 1 << 16;

    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Signature => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header.</summary>
    /// <param name="file">The beginning of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="length">The bytes of the header.</param>
    /// <exception cref="FileFormatException">It is damaged, or of something that is not read.</exception>
    public static NpyHeader Read(ReadOnlySpan<byte> file, string name, out int length)
    {
        if (!file.StartsWith(Signature)) throw new FileFormatException($"{name} is no NPY file: it does not begin with \\x93NUMPY.");
        var rest = file[Signature.Length..];
        if (rest.Length < 2) throw Ends(name, file);
        var (major, minor) = (rest[0], rest[1]);
        if (major is < 1 or > 3 || minor != 0) throw new FileFormatException($"{name} is an NPY file of version {major}.{minor}; read are 1.0, 2.0 and 3.0.");
        rest = rest[2..];
        var prefix = major == 1 ? sizeof(ushort) : sizeof(uint);
        if (rest.Length < prefix) throw Ends(name, file);
        var bytes = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(rest) : BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (bytes > MostBytes) throw new FileFormatException($"{name}: the NPY header is of {bytes} bytes; at most {MostBytes} are read.");
        rest = rest[prefix..];
        if (bytes > rest.Length) throw Ends(name, file);
        length = file.Length - rest.Length + (int)bytes;
        var text = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(rest[..(int)bytes]);
        var literal = new PythonLiteral(text, name);
        var (descriptor, fortran, shape) = literal.ReadHeader(MostSizes);
        var (type, swapped) = ReadType(descriptor, name);
        return new NpyHeader(type, swapped, fortran, shape);
    }

    /// <summary>The bytes of a header of version 1, padded so that the values are aligned.</summary>
    public static byte[] Write(NpyTypeInfo type, IReadOnlyList<int> shape)
    {
        var sizes = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var text = $"{{'descr': '{type.Descriptor}', 'fortran_order': False, 'shape': ({sizes}), }}";
        var prefix = Signature.Length + 2 + sizeof(ushort);
        var whole = (prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[whole];
        Signature.CopyTo(header);
        header[Signature.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Signature.Length + 2), (ushort)(whole - prefix));
        Encoding.Latin1.GetBytes(text.PadRight(whole - prefix - 1) + '\n', header.AsSpan(prefix));
        return header;
    }

    private static (NpyTypeInfo Type, bool Swapped) ReadType(string descriptor, string name)
    {
        var order = descriptor.Length > 0 && "<>|=".Contains(descriptor[0], StringComparison.Ordinal) ? descriptor[0] : '=';
        var rest = descriptor.AsSpan(descriptor.Length > 0 && descriptor[0] == order ? 1 : 0);
        if (NpyTypeInfo.Find(rest) is not { } type)
        {
            var pickled = rest.StartsWith("O") ? "; arrays of objects hold pickled code, which is never run" : "";
            throw new FileFormatException($"{name}: the NPY file holds elements of type '{descriptor}'; read are {NpyTypeInfo.Names}{pickled}.");
        }
        if (order == '|' && type.Bytes > 1) throw new FileFormatException($"{name}: the NPY file does not say in which order the bytes of '{descriptor}' are.");
        return (type, type.Bytes > 1 && order == (BitConverter.IsLittleEndian ? '>' : '<'));
    }

    private static FileFormatException Ends(string name, ReadOnlySpan<byte> file) => new($"{name}: the NPY file ends within its header, after {file.Length} bytes.");
}
