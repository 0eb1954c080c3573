using System.Globalization;

namespace ConvGpu.Npy;

/// <summary>Reads the Python literal of an NPY header: a dictionary of a text, a truth value and a tuple of numbers. Nothing is executed.</summary>
internal ref struct PythonLiteral(string text, string name)
{
    private const int MostShown = 40;

    private readonly string _text = text;
    private readonly string _name = name;
    private int _at;

    /// <summary>Reads the whole text; each of the three keys is there once, in any order, and no other.</summary>
    /// <exception cref="FileFormatException">It is something else.</exception>
    public (string Descriptor, bool FortranOrder, int[] Shape) ReadHeader(int mostSizes)
    {
        (string? descriptor, bool? fortran, int[]? shape) = (null, null, null);
        Require('{');
        while (!Take('}'))
        {
            var key = ReadText();
            Require(':');
            if (key == "descr" && descriptor is null) descriptor = ReadDescriptor();
            else if (key == "fortran_order" && fortran is null) fortran = ReadTruth();
            else if (key == "shape" && shape is null) shape = ReadSizes(mostSizes);
            else throw Damaged($"the key '{Shown(key)}' is not known, or is there twice");
            if (!Take(',') && Peek() != '}') throw Damaged("a comma or the end of the dictionary is missing");
        }
        if (Peek() != '\0') throw Damaged("something follows the dictionary");
        if (descriptor is null || fortran is null || shape is null)
            throw Damaged($"{(descriptor is null ? "descr" : fortran is null ? "fortran_order" : "shape")} is missing");
        return (descriptor, fortran.Value, shape);
    }

    private string ReadDescriptor()
    {
        if (Peek() == '[') throw new FileFormatException($"{_name}: the NPY file holds structured elements; read are {NpyTypeInfo.Names}.");
        return ReadText();
    }

    private string ReadText()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"')) throw Damaged("a text is missing");
        var end = _text.IndexOf(quote, _at + 1);
        if (end < 0) throw Damaged("a text does not end");
        var value = _text[(_at + 1)..end];
        if (value.Contains('\\', StringComparison.Ordinal)) throw Damaged("a text holds an escape sequence");
        _at = end + 1;
        return value;
    }

    private bool ReadTruth()
    {
        Peek();
        foreach (var (word, value) in (ReadOnlySpan<(string, bool)>)[("True", true), ("False", false)])
        {
            if (!_text.AsSpan(_at).StartsWith(word)) continue;
            _at += word.Length;
            return value;
        }
        throw Damaged("fortran_order is neither True nor False");
    }

    private int[] ReadSizes(int most)
    {
        Require('(');
        var sizes = new List<int>();
        var commas = 0;
        while (!Take(')'))
        {
            if (sizes.Count > commas) throw Damaged("a comma is missing in shape");
            if (sizes.Count == most) throw Damaged($"shape has more than {most} sizes");
            Peek();
            var start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            if (!int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                throw new FileFormatException($"{_name}: shape of the NPY file holds '{Shown(_text[start..])}', which is no whole number from 0 to {int.MaxValue}.");
            sizes.Add(size);
            // Python 2 wrote long integers so.
            if (_at < _text.Length && _text[_at] == 'L') _at++;
            if (Take(',')) commas++;
        }
        // (3) is a number in parentheses, not a tuple.
        if (sizes.Count == 1 && commas == 0) throw Damaged("shape is no tuple");
        return [.. sizes];
    }

    /// <summary>The next character that is no white space; NUL at the end.</summary>
    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n' or '\t' or '\r') _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char expected)
    {
        if (Peek() != expected || _at == _text.Length) return false;
        _at++;
        return true;
    }

    private void Require(char expected)
    {
        if (!Take(expected)) throw Damaged($"'{expected}' is missing");
    }

    private readonly FileFormatException Damaged(string what) => new($"{_name}: the header of the NPY file is damaged: {what} (at character {_at}).");

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "...";
}
