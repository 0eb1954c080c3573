using System.Reflection;
using System.Text;
using ConvGpu.Bench;
using ConvGpu.Compiler.Tests.Conformance;
using ConvGpu.Compiler.Tests.Passes;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>
/// PTX of a few kernels as it was when somebody last looked at it: a change of the printer or of a pass shows in the diff. After an
/// intended change run the tests once with CONVGPU_UPDATE_BASELINE=1 and commit the files of tests/ConvGpu.Compiler.Tests/Ptx/Golden.
/// </summary>
public sealed class GoldenTextTests
{
    private static readonly Dictionary<string, MethodInfo> Kernels = new()
    {
        ["elementwise-add"] = Of(ElementwiseKernels.Add),
        ["softmax-cross-entropy-backward"] = Of(LossKernels.SoftmaxCrossEntropyBackward),
        ["count-correct"] = Of(LossKernels.CountCorrect),
        ["sgemm-64x64"] = Of(SgemmKernels.Multiply<InterleavedColumns>),
        ["blockedgemm-64x64-dense"] = Of(BlockedGemmKernel.Run<Tile64x64, ByFour, ByFour, ByFour, MatrixAlongK, MatrixAlongOuter, StoreRows<NoEpilogue>>),
        ["blockedgemm-32x32-convolution"] = Of(
            BlockedGemmKernel.Run<Tile32x32, ByFour, ByOne, ByOne, MatrixAlongK, TapsByPixels<ConvWindow<ZeroPadding>>, StoreImages<BiasReluEpilogue>>),
        ["winograd-images"] = Of(WinogradKernels.Images<FourByThree>),
        ["max-pool-forward"] = Of(PoolKernels.MaxForward),
        ["control-flow"] = ConformanceCase.Get("Release: ControlFlow.NestedLoopsWithExits").Method,
    };

    private static readonly Dictionary<string, KernelSpecialization> Bounds = new()
    {
        ["sgemm-64x64"] = new(256, 2), ["blockedgemm-64x64-dense"] = BoundsOf<Tile64x64>(), ["blockedgemm-32x32-convolution"] = BoundsOf<Tile32x32>(),
    };

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TextIsThatOfTheFile(string name)
    {
        var method = Kernels[name];
        var indexing = method.GetParameters()[0].ParameterType == typeof(Index1D) ? KernelIndexing.Implicit1D : KernelIndexing.Explicit;
        string actual = PtxCompilation.Compile(
            new KernelRequest(method, indexing) { Bounds = Bounds.GetValueOrDefault(name) }, PtxTarget.Parse("sm_80"), sourceLines: false).Kernel.Text;
        string path = Path.Combine(Root(), "tests", "ConvGpu.Compiler.Tests", "Ptx", "Golden", name + ".ptx");
        if (Environment.GetEnvironmentVariable("CONVGPU_UPDATE_BASELINE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual, new UTF8Encoding(false));
        }
        Assert.True(File.Exists(path), $"{path} is missing. Run the tests with CONVGPU_UPDATE_BASELINE=1.");
        Assert.True(File.ReadAllText(path) == actual,
            $"The PTX of {name} changed. If that is intended, run the tests with CONVGPU_UPDATE_BASELINE=1 and commit the result.\n{actual}");
    }

    private static KernelSpecialization BoundsOf<TTile>() where TTile : struct, IBlockedTile =>
        new(GemmTiling.ItemsOf(default(TTile)), default(TTile).ResidentGroups);

    private static MethodInfo Of(Delegate kernel) => kernel.Method;

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ConvGpu.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds ConvGpu.sln.");
    }
}
