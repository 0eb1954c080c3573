using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU;

/// <summary>Sizes, bits and output for kernels and hosts.</summary>
public static unsafe partial class Interop
{
    /// <summary>Bytes from an address to the next multiple of an alignment, a power of two.</summary>
    public static int ComputeAlignmentOffset(long ptr, int alignmentInBytes) => (int)(-ptr & (alignmentInBytes - 1));

    /// <summary>
    /// How many of <paramref name="length"/> bytes from an address on lie before the next multiple of an alignment, a power of two.
    /// </summary>
    public static long Align(long ptr, long length, int alignmentInBytes) =>
        IntrinsicMath.Min(ComputeAlignmentOffset(ptr, alignmentInBytes), length);

    /// <summary>Bytes of a value.</summary>
    public static int SizeOf<T>() where T : unmanaged => sizeof(T);

    /// <summary>Bytes of a value.</summary>
    public static int SizeOf<T>(T structure) where T : unmanaged => sizeof(T);

    /// <summary>Bytes of a value. Host code only.</summary>
    public static int SizeOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
    }

    /// <summary>How many elements of the first type hold <paramref name="numSecondElements"/> elements of the second, rounded up.</summary>
    public static long ComputeRelativeSizeOf<TFirst, TSecond>(long numSecondElements)
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        IntrinsicMath.DivRoundUp(numSecondElements * sizeof(TSecond), sizeof(TFirst));

    /// <summary>Bytes from the start of a struct to a field. Host code only.</summary>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public static int OffsetOf<T>(string fieldName) where T : unmanaged
    {
        const BindingFlags fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (typeof(T).GetField(fieldName, fields) is null)
            throw new ArgumentException($"{typeof(T)} has no field {fieldName}.", nameof(fieldName));
        return (int)Marshal.OffsetOf<T>(fieldName);
    }

    /// <summary>The bits of a number.</summary>
    public static ushort FloatAsInt(Half value) => value.Bits;

    /// <summary>The bits of a number.</summary>
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>The bits of a number.</summary>
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The number of these bits.</summary>
    public static Half IntAsFloat(ushort value) => Half.FromBits(value);

    /// <summary>The number of these bits.</summary>
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <summary>The number of these bits.</summary>
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);

    /// <summary>Writes text to the console.</summary>
    public static void Write(string expression) => Console.Write(expression);

    /// <summary>Writes a line to the console.</summary>
    public static void WriteLine(string expression) => Console.WriteLine(expression);

    private static string Format(string format, params object[] values) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, values);
}
