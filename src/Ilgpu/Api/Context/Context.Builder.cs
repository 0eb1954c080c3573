using System.Diagnostics;
using ConvGpu.Ilgpu.Devices;
using ILGPU.Runtime;

namespace ILGPU;

public sealed partial class Context
{
    /// <summary>Collects the devices and options of a context.</summary>
    public sealed class Builder : ContextProperties
    {
        private readonly List<Device> _devices = [];

        internal Builder()
        {
            EnableAssertions = KernelEnvironment.Validate;
            DebugKernels = KernelEnvironment.DebugKernels;
        }

        internal IReadOnlyList<Device> Devices => _devices;

        /// <summary>Adds all devices with the default options.</summary>
        public Builder Default() => AllAccelerators();

        /// <summary>Adds all devices that can be used.</summary>
        public Builder AllAccelerators() => AllAccelerators(_ => true);

        /// <summary>Adds the devices that can be used and that the predicate takes.</summary>
        public Builder AllAccelerators(Predicate<Device> predicate)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            foreach (var device in DeviceCatalog.All())
            {
                if (predicate(device))
                    Add(device);
            }
            return this;
        }

        /// <summary>Says how much is inlined; this compiler always inlines everything.</summary>
        public Builder Inlining(InliningMode inliningMode)
        {
            InliningMode = inliningMode;
            return this;
        }

        /// <summary>Makes kernels check the bounds of views and report the place of an error.</summary>
        public Builder Assertions()
        {
            EnableAssertions = true;
            return this;
        }

        /// <summary>Lets kernels write to the console; this compiler always does.</summary>
        public Builder IOOperations() => this;

        /// <summary>Checks the compiler's own work; this compiler does so in its tests.</summary>
        public Builder Verify() => this;

        /// <summary>Says what may be done with mathematical functions; this compiler uses the precise ones in every mode.</summary>
        public Builder Math(MathMode mathMode)
        {
            MathMode = mathMode;
            return this;
        }

        /// <summary>Turns <see cref="Assertions"/> on while a debugger is attached.</summary>
        public Builder AutoAssertions() => Debugger.IsAttached ? Assertions() : this;

        /// <summary>Lets kernels write to the console while a debugger is attached; this compiler always does.</summary>
        public Builder AutoIOOperations() => this;

        /// <summary>Turns <see cref="Debug"/> on while a debugger is attached.</summary>
        public Builder AutoDebug() => Debugger.IsAttached ? Debug() : this;

        /// <summary>Turns <see cref="Assertions"/> on and optimises as little as possible.</summary>
        public Builder Debug() => Assertions().Optimize(OptimizationLevel.Debug);

        /// <summary>The default options.</summary>
        public Builder Release() => Optimize(OptimizationLevel.Release);

        /// <summary>Says how much is optimised; this compiler always optimises.</summary>
        public Builder Optimize(OptimizationLevel level)
        {
            OptimizationLevel = level;
            return this;
        }

        /// <summary>Says what happens with page-locked memory.</summary>
        public Builder PageLocking(PageLockingMode mode)
        {
            PageLockingMode = mode;
            return this;
        }

        /// <summary>Lets streams take profiling markers.</summary>
        public Builder Profiling()
        {
            EnableProfiling = true;
            return this;
        }

        /// <summary>Makes the context.</summary>
        public Context ToContext() => new(this);

        internal Builder Add(Device device)
        {
            if (!_devices.Contains(device))
                _devices.Add(device);
            return this;
        }

        internal void CopyProperties(ContextProperties target) => CopyTo(target);
    }
}
