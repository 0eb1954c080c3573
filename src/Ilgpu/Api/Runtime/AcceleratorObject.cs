using ILGPU.Util;

namespace ILGPU.Runtime;

/// <summary>The kinds of devices.</summary>
public enum AcceleratorType
{
    /// <summary>The processor that runs the host.</summary>
    CPU = 0,
    /// <summary>A GPU of NVIDIA, through its driver.</summary>
    Cuda = 1,
    /// <summary>A device of an OpenCL platform.</summary>
    OpenCL = 2,
}

/// <summary>What belongs to an accelerator.</summary>
public interface IAcceleratorObject
{
    /// <summary>The accelerator.</summary>
    Accelerator Accelerator { get; }
}

/// <summary>
/// A buffer, stream or kernel of an accelerator. The accelerator frees what is left when it is disposed; disposing later does nothing.
/// </summary>
public abstract class AcceleratorObject : DisposeBase, IAcceleratorObject
{
    /// <summary>Makes an object of an accelerator.</summary>
    protected AcceleratorObject(Accelerator accelerator)
    {
        Accelerator = accelerator;
    }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The kind of device.</summary>
    public AcceleratorType AcceleratorType => Accelerator.AcceleratorType;

    /// <summary>The place among the accelerator's children; null for objects that it does not track.</summary>
    internal LinkedListNode<AcceleratorObject>? Node { get; set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Node is { } node)
            Accelerator.Forget(node);
        Node = null;
        base.Dispose(disposing);
    }
}
