using System.Collections;
using System.Collections.Immutable;
using ILGPU.Runtime;
using ILGPU.Util;

namespace ILGPU;

/// <summary>The devices that a program uses. Disposing it disposes the accelerators that were made from it.</summary>
public sealed partial class Context : DisposeBase, ICache
{
    /// <summary>The name of the assembly of kernels that are made at run time.</summary>
    public const string RuntimeAssemblyName = "ILGPURuntime";

    /// <summary>The name of the assembly whose API this is.</summary>
    public const string AssemblyName = "ILGPU";

    /// <summary>The file of the assembly whose API this is.</summary>
    public const string FullAssemblyModuleName = "ILGPU.dll";

    private readonly List<Accelerator> _accelerators = [];

    private Context(Builder builder)
    {
        Properties = new ContextProperties();
        builder.CopyProperties(Properties);
        Devices = [.. builder.Devices];
    }

    /// <summary>The version of the API.</summary>
    public static string Version => "1.5.3";

    /// <summary>The devices of the context.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>The options of the context.</summary>
    public ContextProperties Properties { get; }

    /// <summary>Starts the making of a context.</summary>
    public static Builder Create() => new();

    /// <summary>Makes a context of the devices and options that the callback gives.</summary>
    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        var builder = Create();
        buildingCallback(builder);
        return builder.ToContext();
    }

    /// <summary>Makes a context of all devices.</summary>
    public static Context CreateDefault() => Create(builder => builder.Default());

    /// <summary>Makes a context of all devices that checks the bounds of views while a debugger is attached.</summary>
    public static Context CreateDefaultAutoAssertions() => Create(builder => builder.Default().AutoAssertions());

    /// <summary>Makes a context of all devices with debug options while a debugger is attached.</summary>
    public static Context CreateDefaultAutoDebug() => Create(builder => builder.Default().AutoDebug());

    /// <summary>A device of a kind.</summary>
    /// <param name="deviceIndex">Which one, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such device.</exception>
    public TDevice GetDevice<TDevice>(int deviceIndex) where TDevice : Device
    {
        var devices = GetDevices<TDevice>();
        if ((uint)deviceIndex >= (uint)devices.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(deviceIndex),
                $"There is no {typeof(TDevice).Name} {deviceIndex}; the context has {devices.Count} of them.");
        }
        return devices[deviceIndex];
    }

    /// <summary>All devices of a kind.</summary>
    public DeviceCollection<TDevice> GetDevices<TDevice>() where TDevice : Device => new([.. Devices.OfType<TDevice>()]);

    /// <summary>The device to take when nothing is said: a GPU of NVIDIA, an OpenCL GPU or the CPU.</summary>
    /// <param name="preferCPU">Takes the CPU in any case.</param>
    /// <exception cref="InvalidOperationException">The context has no devices.</exception>
    public Device GetPreferredDevice(bool preferCPU) =>
        GetPreferredDevices(preferCPU, false).FirstOrDefault()
        ?? throw new InvalidOperationException("The context has no devices. Make it with Context.Create(builder => builder.Default()).");

    /// <summary>The devices, the one to take when nothing is said first.</summary>
    /// <param name="preferCPU">Puts the CPU first.</param>
    /// <param name="matchingDevicesOnly">Leaves out devices of another kind than the first.</param>
    public IEnumerable<Device> GetPreferredDevices(bool preferCPU, bool matchingDevicesOnly)
    {
        var ordered = Devices.OrderBy(device => preferCPU && device.AcceleratorType == AcceleratorType.CPU ? -1 : device.Preference).ToList();
        return matchingDevicesOnly ? ordered.TakeWhile(device => device.AcceleratorType == ordered[0].AcceleratorType) : ordered;
    }

    /// <summary>Clears the caches of all accelerators, see <see cref="Accelerator.ClearCache"/>.</summary>
    public void ClearCache(ClearCacheMode mode)
    {
        foreach (var accelerator in Snapshot())
            accelerator.ClearCache(mode);
    }

    /// <summary>Walks the devices.</summary>
    public ImmutableArray<Device>.Enumerator GetEnumerator() => Devices.GetEnumerator();

    internal void Register(Accelerator accelerator)
    {
        lock (_accelerators)
        {
            ThrowIfDisposed();
            _accelerators.Add(accelerator);
        }
    }

    internal void Unregister(Accelerator accelerator)
    {
        lock (_accelerators)
            _accelerators.Remove(accelerator);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var accelerator in Snapshot())
            accelerator.Dispose();
        base.Dispose(disposing);
    }

    private Accelerator[] Snapshot()
    {
        lock (_accelerators)
            return [.. _accelerators];
    }

    /// <summary>The devices of one kind.</summary>
    public readonly struct DeviceCollection<TDevice> : IReadOnlyList<TDevice>
        where TDevice : Device
    {
        private readonly ImmutableArray<TDevice> _devices;

        internal DeviceCollection(ImmutableArray<TDevice> devices)
        {
            _devices = devices;
        }

        /// <summary>How many there are.</summary>
        public int Count => _devices.IsDefault ? 0 : _devices.Length;

        /// <summary>One of them.</summary>
        public TDevice this[int deviceIndex] => _devices[deviceIndex];

        /// <summary>Walks the devices.</summary>
        public IEnumerator<TDevice> GetEnumerator() => (_devices.IsDefault ? [] : _devices).AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
