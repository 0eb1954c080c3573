using System.Reflection;
using ConvGpu.Kernels.Managed;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>How the register tiles are compiled.</summary>
public sealed class TileCompilationTests
{
    // Inlined into its caller, as the JIT chose to from run to run, a tile's accumulators went to the stack and its operands' steps became
    // calls: a Winograd convolution took three times as long. Unoptimized, a first step takes ten times as long.
    [Fact]
    public void EveryTileIsAMethodOfItsOwnThatIsOptimizedAtOnce()
    {
        var tiles = typeof(MicroKernel).Assembly.GetTypes().Where(type => type.Name.Contains("Tile") && char.IsDigit(type.Name[^1]))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name.StartsWith("Rows", StringComparison.Ordinal) || method.Name.StartsWith("Filters", StringComparison.Ordinal)).ToArray();
        Assert.True(tiles.Length >= 19, $"{tiles.Length} tiles");
        Assert.All(tiles, tile => Assert.True(
            tile.MethodImplementationFlags.HasFlag(MethodImplAttributes.NoInlining | MethodImplAttributes.AggressiveOptimization),
            $"{tile.DeclaringType!.Name}.{tile.Name}"));
    }
}
