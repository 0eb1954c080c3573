// Written by tools/generate-arities.cs; change that and run it again.
#nullable enable
namespace ILGPU;

public static unsafe partial class Interop
{
    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1>(string format, T1 arg1) where T1 : unmanaged =>
        Console.Write(Format(format, arg1));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1>(string format, T1 arg1) where T1 : unmanaged =>
        Console.WriteLine(Format(format, arg1));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2>(string format, T1 arg1, T2 arg2) where T1 : unmanaged where T2 : unmanaged =>
        Console.Write(Format(format, arg1, arg2));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2>(string format, T1 arg1, T2 arg2) where T1 : unmanaged where T2 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3>(string format, T1 arg1, T2 arg2, T3 arg3) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3>(string format, T1 arg1, T2 arg2, T3 arg3) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged where T13 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged where T13 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13));

    /// <summary>Writes text to the console; {0} and so on stand for the values.</summary>
    public static void Write<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged where T13 : unmanaged where T14 : unmanaged =>
        Console.Write(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14));

    /// <summary>Writes a line to the console; {0} and so on stand for the values.</summary>
    public static void WriteLine<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14>(string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9, T10 arg10, T11 arg11, T12 arg12, T13 arg13, T14 arg14) where T1 : unmanaged where T2 : unmanaged where T3 : unmanaged where T4 : unmanaged where T5 : unmanaged where T6 : unmanaged where T7 : unmanaged where T8 : unmanaged where T9 : unmanaged where T10 : unmanaged where T11 : unmanaged where T12 : unmanaged where T13 : unmanaged where T14 : unmanaged =>
        Console.WriteLine(Format(format, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12, arg13, arg14));
}
