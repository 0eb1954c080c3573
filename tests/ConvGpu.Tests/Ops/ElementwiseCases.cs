using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the ops that map element by element.</summary>
public static class ElementwiseCases
{
    public static OpCase ReLUForward(RandomCases random)
    {
        var (count, n) = (random.Between(1, 700), random.Batch());
        var x = random.Floats(n * count);
        if (random.Chance(0.3))
            (x[0], x[^1]) = (float.NaN, float.PositiveInfinity);
        return new(
            new ReLUForward(count), n, [OpOperand.In("x", x, count), OpOperand.Out("y", ElementwiseReference.ReLUForward(x), count)], (1, 0));
    }

    public static OpCase ReLUBackward(RandomCases random)
    {
        var (count, n) = (random.Between(1, 700), random.Batch());
        var y = Array.ConvertAll(random.Floats(n * count), v => Math.Max(v, 0));
        return ReLUBackward(count, n, y, random.Floats(n * count));
    }

    public static OpCase ReLUBackward(int count, int n, float[] y, float[] dy) => new(
        new ReLUBackward(count), n,
        [OpOperand.In("y", y, count), OpOperand.In("dy", dy, count), OpOperand.Out("dx", ElementwiseReference.ReLUBackward(y, dy), count)], (2, 1));

    public static OpCase DropoutForward(RandomCases random)
    {
        var d = Dropout.Draw(random);
        return new(
            new DropoutForward(d.Count, d.Rate, d.Stream, d.Plane), d.N,
            [OpOperand.In("x", d.X, d.Count), OpOperand.Out("y", d.Result, d.Count), d.StateOperand], (1, 0));
    }

    public static OpCase DropoutBackward(RandomCases random)
    {
        var d = Dropout.Draw(random);
        return new(
            new DropoutBackward(d.Count, d.Rate, d.Stream, d.Plane), d.N,
            [OpOperand.In("dy", d.X, d.Count), OpOperand.Out("dx", d.Result, d.Count), d.StateOperand], (1, 0));
    }

    public static OpCase Fill(RandomCases random)
    {
        var (length, value) = (random.Between(1, 5000), random.Floats(1)[0]);
        var filled = new float[length];
        Array.Fill(filled, value);
        return new(new Fill(length, value), 1, [OpOperand.Out("y", filled)]);
    }

    public static OpCase Add(RandomCases random)
    {
        var (count, n) = (random.Between(1, 700), random.Batch());
        float[] a = random.Floats(n * count), b = random.Floats(n * count);
        return new(
            new Add(count), n, [OpOperand.In("a", a, count), OpOperand.In("b", b, count), OpOperand.Out("y", ElementwiseReference.Add(a, b), count)],
            (2, random.Between(0, 1)));
    }

    public static OpCase Scale(RandomCases random)
    {
        var (count, n, factor) = (random.Between(1, 700), random.Batch(), random.Floats(1)[0] * 3);
        var x = random.Floats(n * count);
        return new(
            new Scale(count, factor), n, [OpOperand.In("x", x, count), OpOperand.Out("y", ElementwiseReference.Scale(x, factor), count)], (1, 0));
    }

    private sealed record Dropout(int Count, int N, float Rate, int Stream, int Plane, float[] X, int[] State)
    {
        public OpOperand StateOperand => OpOperand.In("state", State);

        public Expected Result => DropoutReference.Apply(
            X, Rate, State[DeviceState.Step], State[DeviceState.SeedLow], State[DeviceState.SeedHigh], Stream, Plane);

        public static Dropout Draw(RandomCases random)
        {
            var (plane, n) = (random.Chance(0.4) ? random.Between(2, 60) : 1, random.Batch());
            var count = plane * random.Between(1, 700 / plane);
            var state = new int[DeviceState.Length];
            (state[DeviceState.Step], state[DeviceState.SeedLow], state[DeviceState.SeedHigh]) = (
                random.Between(0, 100000), random.Between(int.MinValue, int.MaxValue - 1), random.Between(int.MinValue, int.MaxValue - 1));
            return new(count, n, random.Chance(0.2) ? 0 : random.Between(1, 15) / 16f, random.Between(0, 9), plane, random.Floats(n * count), state);
        }
    }
}
