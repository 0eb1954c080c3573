namespace ILGPU;

/// <summary>How much the compiler inlines. This compiler always inlines everything.</summary>
public enum InliningMode
{
    /// <summary>The default.</summary>
    Default = 0,
    /// <summary>Everything.</summary>
    Aggressive = 0,
    /// <summary>Small methods.</summary>
    Conservative = 1,
    /// <summary>Nothing.</summary>
    Disabled = 2,
}

/// <summary>What the compiler may do with mathematical functions.</summary>
public enum MathMode
{
    /// <summary>The precise functions.</summary>
    Default = 0,
    /// <summary>Fast approximations.</summary>
    Fast = 1,
    /// <summary>Fast approximations, and 32 bits in place of 64.</summary>
    Fast32BitOnly = 2,
}

/// <summary>How much the compiler optimises. This compiler always optimises.</summary>
public enum OptimizationLevel
{
    /// <summary>As little as possible.</summary>
    Debug = 0,
    /// <summary>As little as possible.</summary>
    O0 = 0,
    /// <summary>The default.</summary>
    Release = 1,
    /// <summary>The default.</summary>
    O1 = 1,
    /// <summary>More than the default.</summary>
    O2 = 2,
}

/// <summary>What happens with page-locked memory.</summary>
public enum PageLockingMode
{
    /// <summary>Arrays are page-locked on request.</summary>
    Default = 0,
    /// <summary>Arrays are page-locked on request.</summary>
    Auto = 0,
    /// <summary>All copies go through page-locked memory.</summary>
    Aggressive = 1,
}

/// <summary>What a cache drops.</summary>
public enum ClearCacheMode
{
    /// <summary>What is not in use.</summary>
    Default = 0,
    /// <summary>Everything.</summary>
    Everything = 1,
}

/// <summary>An object that keeps results for later.</summary>
public interface ICache
{
    /// <summary>Drops what is kept.</summary>
    void ClearCache(ClearCacheMode mode);
}
