using System.Collections;
using System.Numerics;

namespace ConvGpu.Ilgpu.IR.Analyses;

/// <summary>A set of small numbers with fixed capacity; enumerates in ascending order.</summary>
internal sealed class BitSet(int capacity) : IEnumerable<int>
{
    private readonly ulong[] _words = new ulong[(capacity + 63) / 64];

    public bool Contains(int item) => (_words[item >> 6] >> (item & 63) & 1) != 0;

    /// <summary>Returns whether the item was new.</summary>
    public bool Add(int item)
    {
        ulong before = _words[item >> 6];
        return (_words[item >> 6] = before | 1ul << (item & 63)) != before;
    }

    public void Remove(int item) => _words[item >> 6] &= ~(1ul << (item & 63));

    public void Clear() => Array.Clear(_words);

    public void CopyFrom(BitSet other) => other._words.CopyTo(_words, 0);

    /// <summary>Returns whether anything was new.</summary>
    public bool UnionWith(BitSet other)
    {
        ulong changed = 0;
        for (int i = 0; i < _words.Length; i++)
        {
            ulong before = _words[i];
            changed |= before ^ (_words[i] = before | other._words[i]);
        }
        return changed != 0;
    }

    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < _words.Length; i++)
            for (ulong word = _words[i]; word != 0; word &= word - 1)
                yield return i * 64 + BitOperations.TrailingZeroCount(word);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
