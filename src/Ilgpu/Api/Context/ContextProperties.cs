using ILGPU.Runtime;

namespace ILGPU;

/// <summary>The options of a context.</summary>
public class ContextProperties
{
    internal ContextProperties()
    {
    }

    /// <summary>Whether streams take profiling markers.</summary>
    public bool EnableProfiling { get; private protected set; }

    /// <summary>What the compiler may do with mathematical functions. This compiler uses the precise ones in every mode.</summary>
    public MathMode MathMode { get; private protected set; }

    /// <summary>How much the compiler optimises. This compiler always optimises.</summary>
    public OptimizationLevel OptimizationLevel { get; private protected set; } = OptimizationLevel.O1;

    /// <summary>How much the compiler inlines. This compiler always inlines everything.</summary>
    public InliningMode InliningMode { get; private protected set; }

    /// <summary>What happens with page-locked memory.</summary>
    public PageLockingMode PageLockingMode { get; private protected set; }

    /// <summary>Whether kernels check the bounds of views and report the place of an error.</summary>
    public bool EnableAssertions { get; private protected set; }

    /// <summary>Whether the debug mode executes the C# of kernels, so that a debugger stops in them.</summary>
    internal bool DebugKernels { get; set; }

    private protected void CopyTo(ContextProperties target)
    {
        target.EnableProfiling = EnableProfiling;
        target.MathMode = MathMode;
        target.OptimizationLevel = OptimizationLevel;
        target.InliningMode = InliningMode;
        target.PageLockingMode = PageLockingMode;
        target.EnableAssertions = EnableAssertions;
        target.DebugKernels = DebugKernels;
    }
}
