namespace ConvGpu.Onnx.Import;

/// <summary>Texts of files, which may be of any length, where people read them.</summary>
internal static class Texts
{
    private const int Longest = 120;

    /// <summary>The text, cut off where it is long.</summary>
    public static string Shortened(this string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}~";
}
