using System.Reflection;
using ConvGpu.Compiler.Tests.Api;
using ConvGpu.Ilgpu.Extensions;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Kernels;
using ILGPU;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>The catalog of built-in kernels, and their texts.</summary>
public sealed class KernelCatalogTests
{
    private static readonly DeviceInfo Gpu = new("texts", DeviceKind.Cuda, "texts", "nobody", "", null, IsGpu: true);

    /// <summary>Every static method of a kernel class that a launcher makes a delegate of is loaded by some entry, on a GPU or elsewhere.</summary>
    [Fact]
    public void EveryKernelIsLoaded()
    {
        var loaded = new HashSet<string>();
        foreach (bool gpu in (bool[])[true, false])
        {
            var context = Context.Create(_ => { });
            var recorder = new RecordingAccelerator(context);
            using var device = ComputeDevice.Over(Gpu with { IsGpu = gpu }, context, recorder);
            KernelCatalog.Load(device, _ => { });
            loaded.UnionWith(recorder.Requests.Select(request => Name(request.Method)));
        }
        string[] known = [.. KernelMethods().Select(Name).Distinct()];
        Assert.True(known.Length > 20, $"Only {known.Length} kernels were found in the launchers.");
        Assert.Empty(known.Except(loaded));
    }

    [Theory]
    [InlineData("sm_90")]
    public void EveryKernelHasPtx(string architecture)
    {
        var context = Context.Create(_ => { });
        var texts = KernelTextAccelerator.Ptx(context, architecture);
        using var device = ComputeDevice.Over(Gpu, context, texts);
        KernelCatalog.Load(device, _ => { });
        foreach (var text in texts.Texts)
        {
            Assert.Contains($".target {architecture}\n", text.Text, StringComparison.Ordinal);
            Assert.True(text.Statistics!.Registers > 0 && text.Statistics.LocalBytes == 0, $"{text.Name} keeps {text.Statistics.LocalBytes} bytes in local memory.");
        }
        // Which lanes are active depends on the hardware's schedule: no exchange may be built on it.
        Assert.All(texts.Texts, text => Assert.DoesNotContain("activemask", text.Text, StringComparison.Ordinal));
        // The products' core: a barrier pays for many multiply-adds, whose operands come 16 bytes at a time.
        var products = texts.Texts.Where(text => text.Name.Contains("gemm", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(products);
        Assert.All(products, text => Assert.True(text.Statistics!.FmaPerBarrier >= 64, $"{text.Name} has {text.Statistics.FmaPerBarrier} fma a barrier."));
        Assert.All(products, text => Assert.Contains(".maxntid ", text.Text, StringComparison.Ordinal));
        Assert.All(products, text => Assert.Contains(".minnctapersm ", text.Text, StringComparison.Ordinal));
        Assert.All(products, text => Assert.Contains("ld.shared.v4", text.Statistics!.Accesses, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryKernelHasOpenCl()
    {
        var context = Context.Create(_ => { });
        var texts = KernelTextAccelerator.OpenCl(context);
        using var device = ComputeDevice.Over(Gpu with { Kind = DeviceKind.OpenCl }, context, texts);
        KernelCatalog.Load(device, _ => { });
        Assert.All(texts.Texts, text => Assert.Contains("__kernel ", text.Text, StringComparison.Ordinal));
    }

    private static string Name(MethodBase method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    private static IEnumerable<MethodBase> KernelMethods()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(KernelCatalog).Assembly.GetTypes())
            foreach (var method in type.GetMembers(all).OfType<MethodBase>())
                if (method.GetMethodBody() is { } body)
                    foreach (var instruction in IlReader.Read(body.GetILAsByteArray()!))
                        if (instruction.Code.Name == "ldftn"
                            && type.Module.ResolveMethod(instruction.Token, Arguments(type), method.IsGenericMethod ? method.GetGenericArguments() : []) is
                                { IsStatic: true, DeclaringType: { } owner } target && owner.Name.Contains("Kernel", StringComparison.Ordinal) && !owner.Name.Contains('<') && !target.Name.Contains('<'))
                            yield return target;
    }

    private static Type[] Arguments(Type type) => type.IsGenericType ? type.GetGenericArguments() : [];
}
