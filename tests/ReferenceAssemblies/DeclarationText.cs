namespace ConvGpu.ReferenceAssemblies;

/// <summary>A cursor over one declaration.</summary>
internal sealed class DeclarationText(string text)
{
    private static readonly HashSet<string> Modifiers =
        ["public", "static", "abstract", "sealed", "readonly", "const", "virtual", "override", "unsafe"];

    private int _at;

    public char Peek
    {
        get
        {
            SkipSpace();
            return _at < text.Length ? text[_at] : '\0';
        }
    }

    public bool Contains(string part) => text.IndexOf(part, _at, StringComparison.Ordinal) >= 0;

    public bool StartsWith(string part)
    {
        SkipSpace();
        return string.CompareOrdinal(text, _at, part, 0, part.Length) == 0;
    }

    public string Rest() => text[_at..];

    public bool TryTake(char symbol)
    {
        if (Peek != symbol)
            return false;
        _at++;
        return true;
    }

    public HashSet<string> TakeModifiers()
    {
        var found = new HashSet<string>();
        while (true)
        {
            int start = _at;
            string word = TakeWord();
            if (!Modifiers.Contains(word))
            {
                _at = start;
                return found;
            }
            found.Add(word);
        }
    }

    public string TakeWord()
    {
        SkipSpace();
        int start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '@'))
            _at++;
        return _at > start ? text[start.._at] : throw new FormatException($"A name is expected at {start} in '{text}'.");
    }

    public string TakeDottedName()
    {
        string name = TakeWord();
        while (_at < text.Length && text[_at] == '.')
        {
            _at++;
            name += "." + TakeWord();
        }
        return name;
    }

    public IReadOnlyList<string> TakeGenericParameters()
    {
        List<string> names = [];
        if (_at < text.Length && text[_at] == '<')
        {
            _at++;
            do
                names.Add(TakeWord());
            while (TryTake(','));
            Expect('>');
        }
        return names;
    }

    public TypeSyntax TakeType()
    {
        bool byRef = false;
        if (StartsWith("ref "))
        {
            byRef = true;
            _at += 4;
        }
        string name = TakeDottedName();
        List<TypeSyntax> arguments = [];
        string? nested = null;
        if (_at < text.Length && text[_at] == '<')
        {
            _at++;
            do
                arguments.Add(TakeType());
            while (TryTake(','));
            Expect('>');
            if (_at < text.Length && text[_at] == '.')
            {
                _at++;
                nested = TakeWord();
            }
        }
        List<int> ranks = [];
        while (_at < text.Length && text[_at] == '[')
        {
            int close = text.IndexOf(']', _at);
            ranks.Add(close - _at);
            _at = close + 1;
        }
        bool pointer = _at < text.Length && text[_at] == '*';
        if (pointer)
            _at++;
        var type = new TypeSyntax(name, arguments) { IsByRef = byRef, ArrayRanks = ranks, IsPointer = pointer, NestedName = nested };
        if (_at >= text.Length || text[_at] != '?')
            return type;
        _at++;
        return new TypeSyntax("Nullable", [type]);
    }

    public IReadOnlyList<ApiParameter> TakeParameters(char open, char close)
    {
        Expect(open);
        List<ApiParameter> parameters = [];
        if (TryTake(close))
            return parameters;
        do
        {
            string modifier = "";
            foreach (string candidate in (string[])["this ", "in ", "out ", "ref ", "params "])
                if (StartsWith(candidate))
                {
                    modifier = candidate.TrimEnd();
                    _at += candidate.Length;
                    break;
                }
            var type = TakeType();
            parameters.Add(new ApiParameter(TakeWord(), type, modifier));
        }
        while (TryTake(','));
        Expect(close);
        return parameters;
    }

    public IReadOnlyList<ApiConstraint> TakeConstraints()
    {
        List<ApiConstraint> constraints = [];
        while (StartsWith("where "))
        {
            _at += 6;
            string parameter = TakeWord();
            Expect(':');
            bool isStruct = false, isClass = false, isUnmanaged = false, hasNew = false;
            List<TypeSyntax> types = [];
            do
            {
                if (StartsWith("new()"))
                {
                    _at += 5;
                    hasNew = true;
                    continue;
                }
                var type = TakeType();
                switch (type.Name)
                {
                    case "struct": isStruct = true; break;
                    case "class": isClass = true; break;
                    case "unmanaged": isUnmanaged = true; break;
                    default: types.Add(type); break;
                }
            }
            while (TryTake(','));
            constraints.Add(new ApiConstraint(parameter, isStruct, isClass, isUnmanaged, hasNew, types));
        }
        return constraints;
    }

    private void Expect(char symbol)
    {
        if (!TryTake(symbol))
            throw new FormatException($"'{symbol}' is expected at {_at} in '{text}'.");
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
    }
}
