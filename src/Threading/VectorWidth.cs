using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGpu.Threading;

/// <summary>The widest float vectors that this process computes with. Fixed for the life of the process.</summary>
/// <remarks>
/// AVX-512 is taken where the instructions exist, also on the processors for which .NET itself prefers 256 bits
/// (<c>Vector512.IsHardwareAccelerated</c> is false there): register tiles of 12x32 gain more than the lower clock costs.
/// DOTNET_EnableAVX512=0 and DOTNET_EnableAVX2=0 step down.
/// </remarks>
public static class VectorWidth
{
    /// <summary>Whether 512-bit vectors of <see cref="Avx512F"/> are available.</summary>
    public static bool Has512 => Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx512DQ.IsSupported;

    /// <summary>Whether 256-bit vectors with integer operations (<see cref="Avx2"/>) are available.</summary>
    public static bool Has256 => Avx2.IsSupported;

    /// <summary>Whether a*b+c with one rounding is an instruction; without it a software version costs a hundredfold.</summary>
    public static bool HasFma => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Float lanes of the widest vector: 16, 8 or 4.</summary>
    public static int FloatLanes => Has512 ? 16 : Has256 ? 8 : 4;

    /// <summary>The instruction set in words, as shown to users: <c>AVX-512</c>, <c>AVX2</c>, <c>AdvSimd</c> or <c>128-bit</c>.</summary>
    public static string Name => Has512 ? "AVX-512" : Has256 ? "AVX2" : AdvSimd.IsSupported ? "AdvSimd" : "128-bit";
}
