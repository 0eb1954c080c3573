namespace ILGPU.Runtime;

/// <summary>Forward declaration; deleted by the change that adds the real class under Api/.</summary>
public abstract class AcceleratorStream;
