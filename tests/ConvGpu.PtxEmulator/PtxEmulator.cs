using System.Runtime.InteropServices;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Memory;

namespace ConvGpu.Emulation;

/// <summary>Runs entries on a device's memory. Not for several threads at once.</summary>
public sealed unsafe class PtxEmulator(DeviceMemory memory, EmulatorOptions? options = null) : IDisposable
{
    private readonly Dictionary<PtxModule, LoadedModule> _modules = [];
    private readonly EmulatorOptions _options = options ?? new EmulatorOptions();
    private ulong _launches;

    /// <summary>Lane-instructions executed so far, counting 32 lanes for each.</summary>
    public long LaneInstructions { get; private set; }

    /// <summary>Places a module's variables; a launch does it where it was not done.</summary>
    public void Load(PtxModule module) => Loaded(module);

    /// <summary>Frees a module's variables.</summary>
    public void Unload(PtxModule module)
    {
        if (_modules.Remove(module, out var loaded)) loaded.Dispose();
    }

    /// <summary>Address and size of a .global variable, or null.</summary>
    public (ulong Address, long Bytes)? FindGlobal(PtxModule module, string name) => Loaded(module).Find(name);

    /// <summary>Runs a grid to its end.</summary>
    /// <param name="parameters">The parameters at the offsets of <see cref="PtxEntry.Parameters"/>.</param>
    /// <exception cref="EmulationException">A thread did what it may not do.</exception>
    public void Launch(
        PtxEntry entry, (int X, int Y, int Z) grid, (int X, int Y, int Z) block, int dynamicSharedBytes, ReadOnlySpan<byte> parameters)
    {
        CheckBounds(entry, grid, block, dynamicSharedBytes, parameters.Length);
        var loaded = Loaded(entry.Module);
        var copy = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(parameters.Length, 1), 64);
        parameters.CopyTo(new Span<byte>(copy, parameters.Length));
        try
        {
            var launch = new Launch
            {
                Program = entry.Program, GridSize = grid, GroupSize = block, DynamicSharedBytes = dynamicSharedBytes,
                SharedBytes = dynamicSharedBytes > 0 ? entry.DynamicSharedOffset + dynamicSharedBytes : entry.StaticSharedBytes,
                Memory = memory, Options = _options, Parameters = copy, ParameterBytes = parameters.Length,
                Constants = loaded.Constants, ConstantBytes = loaded.ConstantBytes, AddressOf = loaded.AddressOf,
                GlobalRaces = _options.GlobalRaces ? new GlobalRaceCheck(++_launches) : null,
            };
            using var group = new Group(launch);
            for (var z = 0; z < grid.Z; z++)
            {
                for (var y = 0; y < grid.Y; y++)
                {
                    for (var x = 0; x < grid.X; x++) group.Run((x, y, z));
                }
            }

            LaneInstructions += group.Executed * Warp.Lanes;
        }
        finally
        {
            NativeMemory.AlignedFree(copy);
        }
    }

    private LoadedModule Loaded(PtxModule module)
    {
        if (!_modules.TryGetValue(module, out var loaded)) _modules[module] = loaded = new LoadedModule(module, memory);
        return loaded;
    }

    private void CheckBounds(PtxEntry entry, (int X, int Y, int Z) grid, (int X, int Y, int Z) block, int dynamicSharedBytes, int parameterBytes)
    {
        var threads = (long)block.X * block.Y * block.Z;
        string? reason = null;
        if (grid.X < 1 || grid.Y < 1 || grid.Z < 1 || grid.Y > 65535 || grid.Z > 65535) reason = $"the grid {grid} is no grid of groups";
        else if (block.X < 1 || block.Y < 1 || block.Z < 1 || block.Z > 64 || threads > 1024) reason = $"the group {block} is no group of at most 1024 threads";
        else if (entry.MaximumThreads is { } most && threads > (long)most.X * most.Y * most.Z) reason = $"{threads} threads a group are more than .maxntid {most}";
        else if (entry.RequiredThreads is { } required && required != block) reason = $"the group {block} is not .reqntid {required}";
        else if (parameterBytes != entry.ParameterBytes) reason = $"{parameterBytes} bytes of parameters given, {entry.ParameterBytes} needed";
        else if (dynamicSharedBytes < 0 || entry.DynamicSharedOffset + (long)dynamicSharedBytes > _options.MaximumSharedBytes)
            reason = $"{entry.StaticSharedBytes} static and {dynamicSharedBytes} dynamic shared bytes exceed {_options.MaximumSharedBytes}";
        if (reason is not null) throw new EmulationException(FaultKind.LaunchBounds, entry.Name, 0, "", (0, 0, 0), (0, 0, 0), reason);
    }

    public void Dispose()
    {
        foreach (var loaded in _modules.Values) loaded.Dispose();
        _modules.Clear();
    }
}
