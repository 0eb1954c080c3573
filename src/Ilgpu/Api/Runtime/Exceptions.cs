using ILGPU.Runtime;

namespace ILGPU
{
    /// <summary>A device lacks what a kernel or a call needs.</summary>
    public sealed class CapabilityNotSupportedException : Exception
    {
        /// <summary>Makes an exception without a message.</summary>
        public CapabilityNotSupportedException()
        {
        }

        /// <summary>Makes an exception with a message.</summary>
        public CapabilityNotSupportedException(string message) : base(message)
        {
        }

        /// <summary>Makes an exception with a message and a cause.</summary>
        public CapabilityNotSupportedException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }

    /// <summary>A kernel could not be compiled. The message says what, where and what to do; the context stays usable.</summary>
    public sealed class InternalCompilerException : Exception
    {
        /// <summary>Makes an exception without a message.</summary>
        public InternalCompilerException()
        {
        }

        /// <summary>Makes an exception with a message.</summary>
        public InternalCompilerException(string message) : base(message)
        {
        }

        /// <summary>Makes an exception with a message and a cause.</summary>
        public InternalCompilerException(string message, Exception innerException) : base(message, innerException)
        {
        }
    }
}

namespace ILGPU.Runtime
{
    /// <summary>A device's driver reported an error.</summary>
    public abstract class AcceleratorException : Exception
    {
        /// <summary>Makes an exception without a message.</summary>
        protected AcceleratorException()
        {
        }

        /// <summary>Makes an exception with a message.</summary>
        protected AcceleratorException(string message) : base(message)
        {
        }

        /// <summary>Makes an exception with a message and a cause.</summary>
        protected AcceleratorException(string message, Exception? innerException) : base(message, innerException)
        {
        }

        /// <summary>The kind of device.</summary>
        public abstract AcceleratorType AcceleratorType { get; }
    }
}
