namespace ConvGpu.Kernels;

/// <summary>Where an element comes from; outside of the input where <see cref="Misses"/> is not 0.</summary>
internal readonly struct RearrangePlace(int rest, int place, int misses)
{
    public readonly int Rest = rest, Place = place, Misses = misses;
}

/// <summary>One axis, prepared for division.</summary>
internal readonly struct RearrangeStep
{
    private readonly FastDivide _out, _in, _stride, _repeats, _step;
    private readonly int _start, _by, _inStride, _outStride;

    public RearrangeStep(RearrangeAxis axis, int outStride)
    {
        (_out, _in, _stride) = (new(axis.Out), new(axis.In), new(Math.Max(axis.Stride, 1)));
        (_repeats, _step) = (new(axis.Step == 0 ? axis.Out : 1), new(Math.Max(Math.Abs(axis.Step), 1)));
        (_start, _by, _inStride, _outStride) = (axis.Start, axis.Step, axis.Stride, outStride);
    }

    /// <summary>Places of the output that show one element.</summary>
    public int Repeats => _repeats.Divisor;

    /// <summary>Takes this axis' coordinate off an output's number.</summary>
    public RearrangePlace Source(RearrangePlace from)
    {
        int rest = _out.Divide(from.Rest), coordinate = _start + (from.Rest - rest * _out.Divisor) * _by;
        int misses = coordinate < 0 || coordinate >= _in.Divisor ? 1 : 0;
        return new(rest, from.Place + coordinate * _inStride, from.Misses + misses);
    }

    /// <summary>Adds this axis' part of the first output that shows an element.</summary>
    public RearrangePlace Target(RearrangePlace from)
    {
        // The element's number stays: axes of the input stand in any order.
        int line = _stride.Divide(from.Rest), coordinate = line - _in.Divide(line) * _in.Divisor - _start;
        int along = _by < 0 ? -coordinate : coordinate;
        int output = _step.Divide(along < 0 ? 0 : along);
        bool isShown = _by == 0 || (along >= 0 && along == output * _step.Divisor && output < _out.Divisor);
        return new(from.Rest, from.Place + (_by == 0 ? 0 : output * _outStride), from.Misses + (isShown ? 0 : 1));
    }

    /// <summary>Takes this axis' part off the number of a repetition.</summary>
    public RearrangePlace Repetition(RearrangePlace from)
    {
        int rest = _repeats.Divide(from.Rest);
        return new(rest, from.Place + (from.Rest - rest * _repeats.Divisor) * _outStride, from.Misses);
    }
}

/// <summary>A geometry as kernels read it; axes that are not used have one element.</summary>
internal readonly struct RearrangeShape
{
    private readonly RearrangeStep _a, _b, _c, _d, _e, _f;

    public RearrangeShape(RearrangeGeometry geometry)
    {
        var steps = new RearrangeStep[RearrangeGeometry.MaxAxes];
        var used = geometry.Axes.Count;
        Array.Fill(steps, new(new RearrangeAxis(1, 1, 1), 0));
        for (int i = used - 1, stride = 1; i >= 0; stride *= geometry.Axes[i--].Out)
            steps[RearrangeGeometry.MaxAxes - used + i] = new(geometry.Axes[i], stride);
        (_a, _b, _c, _d, _e, _f) = (steps[0], steps[1], steps[2], steps[3], steps[4], steps[5]);
        (OutItem, InItem, Fill) = (new(geometry.OutCount), new(geometry.InCount), geometry.Fill);
        Repeats = steps.Aggregate(1, (count, step) => count * step.Repeats);
    }

    public readonly FastDivide OutItem, InItem;
    public readonly float Fill;

    /// <summary>Places of an output item that show one element of the input, where any does.</summary>
    public readonly int Repeats;

    /// <summary>Where an output of an item comes from.</summary>
    public RearrangePlace Source(int output) =>
        _a.Source(_b.Source(_c.Source(_d.Source(_e.Source(_f.Source(new(output, 0, 0)))))));

    /// <summary>The first output of an item that shows an element of the input.</summary>
    public RearrangePlace Target(int element) =>
        _a.Target(_b.Target(_c.Target(_d.Target(_e.Target(_f.Target(new(element, 0, 0)))))));

    /// <summary>How far behind the first output a repetition stands.</summary>
    public int Repetition(int number) =>
        _a.Repetition(_b.Repetition(_c.Repetition(_d.Repetition(_e.Repetition(_f.Repetition(new(number, 0, 0))))))).Place;
}
