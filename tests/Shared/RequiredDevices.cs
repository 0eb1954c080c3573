namespace ConvGpu.Testing;

/// <summary>The devices that CONVGPU_REQUIRE names, with commas between: where one is absent, its tests fail instead of being skipped.</summary>
internal static class RequiredDevices
{
    private static readonly string[] Names =
        (Environment.GetEnvironmentVariable("CONVGPU_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a device such as opencl or cuda is among them.</summary>
    public static bool Contains(string device) => Names.Contains(device, StringComparer.OrdinalIgnoreCase);
}
