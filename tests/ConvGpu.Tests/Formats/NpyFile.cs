using System.Buffers.Binary;
using System.Text;

namespace ConvGpu.Tests.Formats;

/// <summary>NPY files put together from text and bytes as the format's description says, not by the writer under test.</summary>
internal static class NpyFile
{
    public static byte[] Of(string header, byte[] data, int version = 1)
    {
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header);
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    public static string Header(string descriptor, string shape, string fortran = "False") =>
        $"{{'descr': '{descriptor}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";

    public static NpyArray Read(string header, byte[] data, int version = 1) => NpyArray.Decode(Of(header, data, version), "a.npy");
}
