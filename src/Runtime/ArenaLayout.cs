namespace ConvGpu;

/// <summary>Memory that a flat list of ops needs from its first use to its last.</summary>
/// <param name="Name">What it holds, for messages.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="First">Index of the first op that touches it.</param>
/// <param name="Last">Index of the last op that touches it.</param>
internal readonly record struct Lifetime(string Name, long Bytes, int First, int Last);

/// <summary>Where a range of bytes was put.</summary>
/// <param name="Slab">The slab.</param>
/// <param name="Offset">Byte offset in the slab, a multiple of <see cref="ArenaLayout.Alignment"/>.</param>
internal readonly record struct Placement(int Slab, long Offset);

/// <summary>
/// Packs ranges with known lifetimes into slabs so that ranges alive at the same time never overlap. Largest first, each at the
/// lowest offset that is free during its lifetime; a slab never exceeds the device's largest allocation.
/// </summary>
internal sealed class ArenaLayout
{
    /// <summary>Every offset is a multiple of this many bytes.</summary>
    public const int Alignment = 256;

    private readonly string _where;
    private readonly Placement[] _placements;
    private readonly List<long> _slabBytes = [];

    /// <summary>Packs <paramref name="items"/>.</summary>
    /// <param name="items">What is packed.</param>
    /// <param name="largestSlab">Bytes of the largest slab.</param>
    /// <param name="where">The batch and the device, for messages.</param>
    /// <exception cref="DeviceException">One item alone is larger than <paramref name="largestSlab"/>.</exception>
    public ArenaLayout(IReadOnlyList<Lifetime> items, long largestSlab, string where = "but the device")
    {
        _where = where;
        _placements = new Placement[items.Count];
        var order = Enumerable.Range(0, items.Count).OrderByDescending(i => items[i].Bytes).ThenBy(i => items[i].First).ThenBy(i => i);
        var slabs = new List<List<int>>();
        foreach (var i in order) Place(items, i, largestSlab, slabs);
    }

    /// <summary>The size of each slab in bytes.</summary>
    public IReadOnlyList<long> SlabBytes => _slabBytes;

    /// <summary>Where each item was put.</summary>
    public Placement this[int item] => _placements[item];

    /// <summary>Rounds up to a multiple of <see cref="Alignment"/>.</summary>
    public static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private void Place(IReadOnlyList<Lifetime> items, int item, long largestSlab, List<List<int>> slabs)
    {
        var size = Align(items[item].Bytes);
        if (size > largestSlab)
        {
            throw new DeviceException(
                $"{items[item].Name} needs {size:N0} bytes {_where} allocates at most {largestSlab:N0} at once; use a smaller batch.");
        }
        for (var slab = 0; ; slab++)
        {
            if (slab == slabs.Count)
            {
                slabs.Add([]);
                _slabBytes.Add(0);
            }
            var offset = LowestFree(items, item, size, slabs[slab]);
            if (offset + size > largestSlab) continue;
            _placements[item] = new Placement(slab, offset);
            _slabBytes[slab] = Math.Max(_slabBytes[slab], offset + size);
            slabs[slab].Add(item);
            return;
        }
    }

    private long LowestFree(IReadOnlyList<Lifetime> items, int item, long size, List<int> placed)
    {
        var (_, _, first, last) = items[item];
        var offset = 0L;
        foreach (var other in placed.Where(o => items[o].First <= last && first <= items[o].Last).OrderBy(o => _placements[o].Offset))
        {
            if (offset + size <= _placements[other].Offset) break;
            offset = Math.Max(offset, _placements[other].Offset + Align(items[other].Bytes));
        }
        return offset;
    }
}
