using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// A kernel uses something that no device can run. The kernel loaders report it as the inner exception of an
/// <c>ILGPU.InternalCompilerException</c> with the same message.
/// </summary>
internal sealed class KernelCompilationException(Refusal refusal, string subject, SourceLocation? location = null)
    : NotSupportedException(Describe(refusal, subject, location))
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>What was met: a method, type, field or instruction.</summary>
    public string Subject { get; } = subject;

    /// <summary>The place in the kernel's source, when it is known.</summary>
    public SourceLocation? Location { get; } = location;

    public KernelCompilationException At(SourceLocation location) => Location is null ? new(Refusal, Subject, location) : this;

    private static string Describe(Refusal refusal, string subject, SourceLocation? location) =>
        $"{refusal.Id}: {(location is { } place ? place + ": " : "")}{subject} {refusal.Reason}. {refusal.Advice}";
}
