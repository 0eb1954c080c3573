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
/// Packs ranges with known lifetimes into slabs so that ranges alive at the same time never overlap: one after the other, each at the
/// lowest offset that is free during its lifetime, in the order among some that needs the fewest bytes. A slab never exceeds the
/// device's largest allocation.
/// </summary>
internal sealed class ArenaLayout
{
    /// <summary>Every offset is a multiple of this many bytes.</summary>
    public const int Alignment = 256;

    // The first that suffices is taken, so that the order of a layout does not change where others are no better.
    private static readonly Func<Lifetime, long>[] Orders =
    [
        l => -l.Bytes,
        l => -l.Bytes * (1L + l.Last - l.First),
        l => -(long)(l.Last - l.First),
        l => l.First,
        l => -(long)l.Last,
    ];

    private readonly Placement[] _placements;
    private readonly List<long> _slabBytes = [];

    /// <summary>Packs <paramref name="items"/>.</summary>
    /// <param name="items">What is packed.</param>
    /// <param name="largestSlab">Bytes of the largest slab.</param>
    /// <param name="where">The batch and the device, for messages.</param>
    /// <exception cref="DeviceException">One item alone is larger than <paramref name="largestSlab"/>.</exception>
    public ArenaLayout(IReadOnlyList<Lifetime> items, long largestSlab, string where = "but the device")
    {
        foreach (var item in items.Where(i => Align(i.Bytes) > largestSlab))
        {
            throw new DeviceException(
                $"{item.Name} needs {Align(item.Bytes):N0} bytes {where} allocates at most {largestSlab:N0} at once; use a smaller batch.");
        }
        var floor = MostAtOnce(items);
        (_placements, _slabBytes) = Pack(items, largestSlab, Orders[0]);
        foreach (var order in Orders.Skip(1))
        {
            if (_slabBytes.Sum() <= floor) return;
            var (placements, slabs) = Pack(items, largestSlab, order);
            if (slabs.Sum() < _slabBytes.Sum()) (_placements, _slabBytes) = (placements, slabs);
        }
    }

    /// <summary>The size of each slab in bytes.</summary>
    public IReadOnlyList<long> SlabBytes => _slabBytes;

    /// <summary>Where each item was put.</summary>
    public Placement this[int item] => _placements[item];

    /// <summary>Rounds up to a multiple of <see cref="Alignment"/>.</summary>
    public static long Align(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static long MostAtOnce(IReadOnlyList<Lifetime> items)
    {
        var changes = items.Select(i => (At: i.First, Bytes: Align(i.Bytes))).Concat(items.Select(i => (At: i.Last + 1, Bytes: -Align(i.Bytes))));
        long live = 0, most = 0;
        foreach (var (_, bytes) in changes.OrderBy(c => c.At).ThenBy(c => c.Bytes)) most = Math.Max(most, live += bytes);
        return most;
    }

    private static (Placement[] Placements, List<long> SlabBytes) Pack(IReadOnlyList<Lifetime> items, long largestSlab, Func<Lifetime, long> order)
    {
        var placements = new Placement[items.Count];
        var slabs = new List<List<int>>();
        var slabBytes = new List<long>();
        foreach (var item in Enumerable.Range(0, items.Count).OrderBy(i => order(items[i])).ThenByDescending(i => items[i].Bytes).ThenBy(i => items[i].First))
        {
            var size = Align(items[item].Bytes);
            for (var slab = 0; ; slab++)
            {
                if (slab == slabs.Count)
                {
                    slabs.Add([]);
                    slabBytes.Add(0);
                }
                var offset = LowestFree(items, item, size, slabs[slab], placements);
                if (offset + size > largestSlab) continue;
                placements[item] = new Placement(slab, offset);
                slabBytes[slab] = Math.Max(slabBytes[slab], offset + size);
                slabs[slab].Add(item);
                break;
            }
        }
        return (placements, slabBytes);
    }

    private static long LowestFree(IReadOnlyList<Lifetime> items, int item, long size, List<int> placed, Placement[] placements)
    {
        var (_, _, first, last) = items[item];
        var offset = 0L;
        foreach (var other in placed.Where(o => items[o].First <= last && first <= items[o].Last).OrderBy(o => placements[o].Offset))
        {
            if (offset + size <= placements[other].Offset) break;
            offset = Math.Max(offset, placements[other].Offset + Align(items[other].Bytes));
        }
        return offset;
    }
}
