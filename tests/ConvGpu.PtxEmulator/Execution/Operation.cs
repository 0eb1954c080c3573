namespace ConvGpu.Emulation.Execution;

/// <summary>A decoded instruction. Slots are byte offsets into the warp's register file, 32 lanes each.</summary>
internal abstract class Operation
{
    public int Line { get; set; }

    /// <summary>What it was decoded from; its text is made only for faults.</summary>
    public object Source { get; set; } = "";

    /// <summary>Slot of the guard predicate, or -1.</summary>
    public int Guard { get; set; } = -1;

    /// <summary>All ones for @!p.</summary>
    public uint GuardFlip { get; set; }

    /// <summary>Runs the lanes of the mask, which is never empty.</summary>
    public abstract void Execute(Warp warp, uint mask);
}

/// <summary>What ends a block: it decides where lanes go on. Guards are its own business.</summary>
internal abstract class Terminator : Operation
{
    /// <summary>Block after this one in the text, set when the program is laid out; -1 past the end.</summary>
    public int Next { get; set; } = -1;

    /// <summary>Instructions the target labels of this terminator stand for.</summary>
    public virtual IReadOnlyList<int> TargetInstructions => [];

    /// <summary>Whether lanes may go on at Next.</summary>
    public virtual bool FallsThrough => true;

    /// <summary>Replaces target instructions by blocks.</summary>
    public virtual void Resolve(Func<int, int> blockOf)
    {
    }

    /// <summary>Moves the split on; may add splits to the warp.</summary>
    public abstract void Advance(Warp warp, int split);

    public override void Execute(Warp warp, uint mask) => throw new InvalidOperationException("a terminator ends a block");

    protected uint Selected(Warp warp, uint mask) => Guard < 0 ? mask : mask & (warp.Predicate(Guard) ^ GuardFlip);
}

/// <summary>A straight run of operations and what ends it.</summary>
internal sealed class Block(Operation[] body, Terminator? end, int next)
{
    public Operation[] Body { get; } = body;

    /// <summary>Null where the block falls into the next.</summary>
    public Terminator? End { get; } = end;

    public int Next { get; set; } = next;
}
