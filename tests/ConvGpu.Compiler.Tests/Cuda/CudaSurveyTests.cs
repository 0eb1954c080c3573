using ConvGpu.FakeCuda;
using ConvGpu.Ilgpu.Accelerators.Cuda;
using ConvGpu.Ilgpu.Extensions;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Cuda;

/// <summary>Why CUDA cannot be used, as a value that says what to do.</summary>
public sealed class CudaSurveyTests
{
    [Fact]
    public void AnAbsentLibraryGivesAReason()
    {
        Assert.Null(CudaLibrary.Load(["libthere-is-no-such-driver.so.1"], out string? problem));
        Assert.Contains("'libthere-is-no-such-driver.so.1' was not found", problem);
        Assert.Contains("install the driver", problem);
        Assert.Contains(CudaLibrary.PathVariable, problem);
    }

    [Fact]
    public void ALibraryOfSomethingElseNamesTheMissingFunction()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The C library is named as on Linux.");
        Assert.Null(CudaLibrary.Load(["libc.so.6"], out string? problem));
        Assert.Contains("cuInit", problem);
    }

    /// <summary>The symbols are looked up by these names: what the header maps to a version has its suffix, what it does not has none.</summary>
    [Fact]
    public void SymbolsAreDistinctAndVersionedAsInTheHeader()
    {
        var names = NativeCudaDriver.SymbolNames;
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("cu", name));
        string[] versioned =
        [
            "cuDeviceTotalMem", "cuDevicePrimaryCtxRelease", "cuMemGetInfo", "cuMemAlloc", "cuMemFree", "cuMemHostRegister", "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync", "cuMemcpyDtoDAsync", "cuStreamDestroy", "cuEventDestroy", "cuLinkCreate", "cuLinkAddData", "cuStreamBeginCapture",
        ];
        Assert.Equal(versioned.Order().Select(name => name + "_v2"), names.Where(name => name.EndsWith("_v2", StringComparison.Ordinal)).Order());
        Assert.Contains("cuDeviceGetDefaultMemPool", names);
        Assert.Contains("cuGraphInstantiateWithFlags", names);
    }

    [Theory]
    [InlineData(CudaError.CUDA_ERROR_NO_DEVICE, "CUDA_VISIBLE_DEVICES")]
    [InlineData(CudaError.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, "restart the machine")]
    [InlineData(CudaError.CUDA_ERROR_STUB_LIBRARY, "stubs folder")]
    public void ADriverThatDoesNotStartSaysWhatToDo(CudaError error, string advice)
    {
        using var driver = new FakeCudaDriver { Fault = call => call == "cuInit" ? error : 0 };
        var found = CudaDevices.Enumerate(driver);
        Assert.Empty(found.Devices);
        string problem = Assert.Single(found.Problems);
        Assert.Contains(error.ToString(), problem);
        Assert.Contains(advice, problem);
    }

    [Fact]
    public void AnOldDriverAndNoDevicesAreReasons()
    {
        using var old = new FakeCudaDriver { Version = 10020 };
        Assert.Contains("offers CUDA 10.2; 11.0 is needed", Assert.Single(CudaDevices.Enumerate(old).Problems));
        using var empty = new FakeCudaDriver { DeviceCount = 0 };
        Assert.Contains("no GPU", Assert.Single(CudaDevices.Enumerate(empty).Problems));
    }

    [Fact]
    public void AnOldDeviceCostsOnlyItself()
    {
        using var driver = new FakeCudaDriver();
        driver.Attributes[CudaDeviceAttribute.ComputeCapabilityMajor] = 6;
        driver.Attributes[CudaDeviceAttribute.ComputeCapabilityMinor] = 1;
        var found = CudaDevices.Enumerate(driver);
        Assert.Empty(found.Devices);
        Assert.Contains("'Fake GPU' is not used: its compute capability is 6.1; 7.0 (Volta) or later is needed", Assert.Single(found.Problems));
    }

    [Theory]
    [InlineData("cuInit")]
    [InlineData("cuDriverGetVersion")]
    [InlineData("cuDeviceGetCount")]
    [InlineData("cuDeviceGet")]
    [InlineData("cuDeviceGetName")]
    [InlineData("cuDeviceTotalMem")]
    [InlineData("cuDeviceGetAttribute")]
    public void AnEnumerationThatFailsIsAReasonAndNotAnException(string failing)
    {
        using var driver = new FakeCudaDriver { Fault = call => call == failing ? CudaError.CUDA_ERROR_UNKNOWN : 0 };
        var found = CudaDevices.Enumerate(driver);
        Assert.Empty(found.Devices);
        Assert.Contains(nameof(CudaError.CUDA_ERROR_UNKNOWN), Assert.Single(found.Problems));
    }

    [Theory]
    [InlineData(CudaError.CUDA_ERROR_INVALID_VALUE)]
    [InlineData(CudaError.CUDA_ERROR_NOT_SUPPORTED)]
    public void AttributesThatTheDriverDoesNotKnowAreZero(CudaError answer)
    {
        using var driver = new FakeCudaDriver();
        int asked = 0;
        driver.Fault = call => call == "cuDeviceGetAttribute" && ++asked == Enum.GetValues<CudaDeviceAttribute>().Length ? answer : 0;
        Assert.Equal(0, Assert.Single(CudaDevices.Enumerate(driver).Devices)[CudaDeviceAttribute.MemoryPoolsSupported]);
    }

    [Fact]
    public void ADeviceIsDescribed()
    {
        using var driver = new FakeCudaDriver { Missing = ["cuGraphLaunch"] };
        var device = new CudaDevice(Assert.Single(CudaDevices.Enumerate(driver).Devices));
        Assert.Equal("compute capability 8.0, CUDA 12.4, PTX 8.4 for sm_80; the driver is too old for cuGraphLaunch", CudaSurvey.Describe(device));
        Assert.Equal(CudaArchitecture.SM_80, device.Architecture);
        Assert.Equal(10, device.Preference);
        Assert.Equal("SM_80", device.Architecture.ToString());
    }

    [Fact]
    public void TheMachinesOwnDriverIsADeviceOrAReason()
    {
        var found = CudaDevices.Current;
        Assert.True(found.Devices.Length + found.Problems.Length > 0);
        Assert.All(found.Problems, problem => Assert.EndsWith(".", problem));
    }
}
