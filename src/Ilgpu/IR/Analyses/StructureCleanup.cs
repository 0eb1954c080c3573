namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>Turns jumps to where control falls anyway into nothing, drops labels nobody breaks to, and counts what is left.</summary>
internal static class StructureCleanup
{
    public static void Run(StructureSequence root)
    {
        RetargetToLoops(root, []);
        Trim(root, []);
        Count(root, null);
        Flatten(root);
        Count(root, null);
    }

    /// <summary>A break out of a loop to a label that ends where the loop ends is a break of the loop.</summary>
    private static void RetargetToLoops(StructureSequence sequence, Dictionary<StructureTarget, StructureLoop> endsWith)
    {
        for (int i = 0; i < sequence.Items.Count; i++)
            switch (sequence.Items[i])
            {
                case StructureLabel label:
                    StructureNode last = label;
                    while (last is StructureLabel { Body.Items: [.., var inner] })
                        last = inner;
                    if (last is StructureLoop tail)
                        endsWith[label] = tail;
                    RetargetToLoops(label.Body, endsWith);
                    break;
                case StructureLoop loop:
                    // Only from inside the loop is it the same; `endsWith` is consulted there alone.
                    Retarget(loop.Body, loop, endsWith);
                    RetargetToLoops(loop.Body, endsWith);
                    break;
                case StructureIf branch:
                    RetargetToLoops(branch.Then, endsWith);
                    RetargetToLoops(branch.Else, endsWith);
                    break;
            }
    }

    private static void Retarget(StructureSequence sequence, StructureLoop loop, Dictionary<StructureTarget, StructureLoop> endsWith)
    {
        for (int i = 0; i < sequence.Items.Count; i++)
            switch (sequence.Items[i])
            {
                case StructureBreak leave when endsWith.TryGetValue(leave.Target, out var same) && same == loop:
                    sequence.Items[i] = new StructureBreak(loop);
                    break;
                case StructureTarget inner:
                    Retarget(inner.Body, loop, endsWith);
                    break;
                case StructureIf branch:
                    Retarget(branch.Then, loop, endsWith);
                    Retarget(branch.Else, loop, endsWith);
                    break;
            }
    }

    /// <param name="sequence">What to trim.</param>
    /// <param name="falls">Labels whose end, and the loop whose next iteration, control reaches by falling out of the sequence.</param>
    private static void Trim(StructureSequence sequence, List<StructureTarget> falls)
    {
        var items = sequence.Items;
        // Backwards: when the last item goes, the one before it is last.
        for (int i = items.Count - 1; i >= 0; i--)
        {
            bool last = i == items.Count - 1;
            switch (items[i])
            {
                case StructureLabel label:
                    Trim(label.Body, last ? [.. falls, label] : [label]);
                    break;
                case StructureLoop loop:
                    Trim(loop.Body, [loop]);
                    break;
                case StructureIf branch:
                    Trim(branch.Then, last ? falls : []);
                    Trim(branch.Else, last ? falls : []);
                    break;
                case StructureBreak { Target: StructureLabel } leave when last && falls.Contains(leave.Target):
                    items.RemoveAt(i);
                    break;
                case StructureContinue next when last && falls.Contains(next.Target):
                    items.RemoveAt(i);
                    break;
            }
        }
    }

    private static void Count(StructureSequence sequence, StructureLoop? around)
    {
        foreach (var item in sequence.Items)
            switch (item)
            {
                case StructureLabel label:
                    label.Breaks = label.FarBreaks = 0;
                    Count(label.Body, around);
                    break;
                case StructureLoop loop:
                    loop.Breaks = loop.FarBreaks = loop.Continues = loop.FarContinues = 0;
                    Count(loop.Body, loop);
                    break;
                case StructureIf branch:
                    Count(branch.Then, around);
                    Count(branch.Else, around);
                    break;
                case StructureBreak leave:
                    leave.IsNear = leave.Target == around;
                    leave.Target.Breaks++;
                    leave.Target.FarBreaks += leave.IsNear ? 0 : 1;
                    break;
                case StructureContinue next:
                    next.IsNear = next.Target == around;
                    next.Target.Continues++;
                    next.Target.FarContinues += next.IsNear ? 0 : 1;
                    break;
            }
    }

    /// <summary>Dissolves labels without breaks; what follows an arm that never falls out moves behind the if.</summary>
    private static void Flatten(StructureSequence sequence)
    {
        var items = sequence.Items;
        for (int i = 0; i < items.Count; i++)
            switch (items[i])
            {
                case StructureLabel { Breaks: 0 } label:
                    items.RemoveAt(i);
                    items.InsertRange(i--, label.Body.Items);
                    break;
                case StructureTarget target:
                    Flatten(target.Body);
                    break;
                case StructureIf branch:
                    Flatten(branch.Then);
                    Flatten(branch.Else);
                    var moved = Leaves(branch.Then) ? branch.Else : Leaves(branch.Else) ? branch.Then : null;
                    if (moved is null)
                        break;
                    items.InsertRange(i + 1, moved.Items);
                    i += moved.Items.Count;
                    moved.Items.Clear();
                    break;
            }
    }

    private static bool Leaves(StructureSequence sequence) =>
        sequence.Items is [.., StructureBreak or StructureContinue or StructureReturn];
}
