namespace ILGPU.Algorithms;

public static partial class XMath
{
    /// <summary>The absolute value.</summary>
    public static double Abs(double value) => IntrinsicMath.Abs(value);

    /// <summary>The absolute value.</summary>
    public static float Abs(float value) => IntrinsicMath.Abs(value);

    /// <summary>The absolute value.</summary>
    public static sbyte Abs(sbyte value) => IntrinsicMath.Abs(value);

    /// <summary>The absolute value.</summary>
    public static short Abs(short value) => IntrinsicMath.Abs(value);

    /// <summary>The absolute value.</summary>
    public static int Abs(int value) => IntrinsicMath.Abs(value);

    /// <summary>The absolute value.</summary>
    public static long Abs(long value) => IntrinsicMath.Abs(value);

    /// <summary>The smaller value; NaN when either is NaN, and -0 is below +0.</summary>
    public static double Min(double first, double second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value; NaN when either is NaN, and -0 is below +0.</summary>
    public static float Min(float first, float second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static sbyte Min(sbyte first, sbyte second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static short Min(short first, short second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static int Min(int first, int second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static long Min(long first, long second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static byte Min(byte first, byte second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static ushort Min(ushort first, ushort second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static uint Min(uint first, uint second) => IntrinsicMath.Min(first, second);

    /// <summary>The smaller value.</summary>
    public static ulong Min(ulong first, ulong second) => IntrinsicMath.Min(first, second);

    /// <summary>The larger value; NaN when either is NaN, and -0 is below +0.</summary>
    public static double Max(double first, double second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value; NaN when either is NaN, and -0 is below +0.</summary>
    public static float Max(float first, float second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static sbyte Max(sbyte first, sbyte second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static short Max(short first, short second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static int Max(int first, int second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static long Max(long first, long second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static byte Max(byte first, byte second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static ushort Max(ushort first, ushort second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static uint Max(uint first, uint second) => IntrinsicMath.Max(first, second);

    /// <summary>The larger value.</summary>
    public static ulong Max(ulong first, ulong second) => IntrinsicMath.Max(first, second);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static double Clamp(double value, double min, double max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static float Clamp(float value, float min, float max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static sbyte Clamp(sbyte value, sbyte min, sbyte max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static short Clamp(short value, short min, short max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static int Clamp(int value, int min, int max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static long Clamp(long value, long min, long max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static byte Clamp(byte value, byte min, byte max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static ushort Clamp(ushort value, ushort min, ushort max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static uint Clamp(uint value, uint min, uint max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>Limits <paramref name="value"/> to the closed range.</summary>
    public static ulong Clamp(ulong value, ulong min, ulong max) => IntrinsicMath.Clamp(value, min, max);

    /// <summary>-1, 0 or 1, the sign of a value that is a number.</summary>
    public static int Sign(double value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    /// <summary>-1, 0 or 1, the sign of a value that is a number.</summary>
    public static int Sign(float value) => value < 0 ? -1 : value > 0 ? 1 : 0;
}
