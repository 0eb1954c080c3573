using ConvGpu.Ilgpu.Accelerators.Drivers;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Ilgpu.Accelerators.OpenCl;

/// <summary>A program built for one device, from its text or from the cache on disk.</summary>
internal sealed class OpenClProgram : IDisposable
{
    private const string Extension = "cl";

    private readonly OpenClApi _api;
    private nint _handle;

    private OpenClProgram(OpenClApi api, nint handle, bool fromCache)
    {
        _api = api;
        _handle = handle;
        FromCache = fromCache;
    }

    public nint Handle => _handle;

    /// <summary>Whether the driver's compiler was spared.</summary>
    public bool FromCache { get; }

    /// <summary>Builds a program; what the driver's compiler says of a failure is in the exception.</summary>
    /// <exception cref="CLException">The driver refuses the program.</exception>
    public static OpenClProgram Build(OpenClDeviceInfo device, nint context, string name, string text, ProgramCache cache)
    {
        ProgramDump.WriteIfAsked(name, text, Extension);
        string options = Options(device);
        string key = ProgramCache.Key(device.PlatformName, device.PlatformVersion, device.Name, device.Version, device.Driver, options, text);
        return FromBinary(device, context, options, key, cache) ?? FromText(device, context, name, text, options, key, cache);
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
            _api.ReleaseProgram(handle);
    }

    /// <summary>Every rounding as IEEE 754 has it, where the device can.</summary>
    private static string Options(OpenClDeviceInfo device) =>
        (device.SingleFloat & OpenClConstants.FloatCorrectlyRoundedDivideSqrt) != 0
            ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt"
            : "-cl-std=CL1.2";

    private static OpenClProgram? FromBinary(OpenClDeviceInfo device, nint context, string options, string key, ProgramCache cache)
    {
        if (cache.TryRead(key) is not { } binary)
            return null;
        OpenClProgram? program = null;
        try
        {
            program = new OpenClProgram(device.Api, device.Api.CreateProgram(context, device.Device, binary), fromCache: true);
            OpenClApi.Check(device.Api.BuildProgram(program.Handle, device.Device, options), "clBuildProgram");
            return program;
        }
        catch (CLException)
        {
            program?.Dispose();
            cache.Remove(key);
            return null;
        }
    }

    private static OpenClProgram FromText(
        OpenClDeviceInfo device, nint context, string name, string text, string options, string key, ProgramCache cache)
    {
        var api = device.Api;
        var program = new OpenClProgram(api, api.CreateProgram(context, text), fromCache: false);
        try
        {
            int error = api.BuildProgram(program.Handle, device.Device, options);
            if (error != 0)
                throw new CLException((CLError)error, $"Compiling kernel {name} for '{device.Name}'", Explain(name, text, api.GetBuildLog(program.Handle, device.Device)));
            Keep(api, program, key, cache);
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    private static void Keep(OpenClApi api, OpenClProgram program, string key, ProgramCache cache)
    {
        if (cache.Folder is null)
            return;
        try
        {
            cache.TryWrite(key, api.GetBinary(program.Handle));
        }
        catch (CLException)
        {
            // A driver that gives no binary costs the cache, not the kernel.
        }
    }

    private static string Explain(string name, string text, string log)
    {
        string? path = ProgramDump.WriteForError(name, text, Extension);
        return $"The driver's log: {(log.Length == 0 ? "(empty)" : log)}{(path is null ? "" : $"\nThe program: {path}")}";
    }
}
