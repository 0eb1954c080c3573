namespace ConvGpu.Emulation.Memory;

/// <summary>
/// Where the windows of the state spaces lie in generic addresses. Global addresses are generic addresses. An address inside a window
/// is its base plus the offset in the space; offsets of the spaces do not begin at 0, so that a null is never valid.
/// </summary>
internal static class AddressSpaces
{
    public const ulong WindowSize = 1UL << 32;
    public const ulong SharedWindow = 0x10_0000_0000;
    public const ulong LocalWindow = 0x20_0000_0000;
    public const ulong ConstantWindow = 0x30_0000_0000;
    public const ulong ParameterWindow = 0x40_0000_0000;
    public const ulong GlobalBase = 0x7F00_0000_0000;

    public const int SharedBase = 1024;
    public const int LocalBase = 64;
    public const int ConstantBase = 256;
    public const int ParameterBase = 0x210;
}
