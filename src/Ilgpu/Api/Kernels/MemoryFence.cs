namespace ILGPU;

/// <summary>Orders an item's memory accesses: those before are seen by others before those after. Kernel code only.</summary>
public static class MemoryFence
{
    /// <summary>For the items of the group.</summary>
    public static void GroupLevel() => Interlocked.MemoryBarrier();

    /// <summary>For the items of the device.</summary>
    public static void DeviceLevel() => Interlocked.MemoryBarrier();

    /// <summary>For the items of all devices and the host.</summary>
    public static void SystemLevel() => Interlocked.MemoryBarrier();
}
