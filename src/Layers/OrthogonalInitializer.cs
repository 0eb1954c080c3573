namespace ConvGpu;

/// <summary>Gaussian vectors made orthogonal by Gram and Schmidt's method in double precision, each against those before it twice over.</summary>
internal sealed class OrthogonalInitializer(float gain) : Initializer
{
    public override bool NeedsAllValues => true;

    public override void Fill(ParameterSpec parameter, SeededRandom random, Span<float> values)
    {
        int rows = parameter.Shape.N, columns = values.Length / rows;
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var v = 0; v < count; v++)
        {
            var vector = vectors[v] = new double[length];
            for (var i = 0; i < length; i++) vector[i] = random.NextGaussian();
            // Once leaves what rounding left of the others; twice is enough (Giraud et al., 2005).
            for (var pass = 0; pass < 2; pass++)
            {
                for (var other = 0; other < v; other++) Take(vectors[other], vector);
            }
            var norm = Math.Sqrt(Dot(vector, vector));
            for (var i = 0; i < length; i++) vector[i] /= norm;
        }
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                values[row * columns + column] = (float)(gain * (rows <= columns ? vectors[row][column] : vectors[column][row]));
        }
    }

    private static void Take(double[] other, double[] vector)
    {
        var share = Dot(other, vector);
        for (var i = 0; i < vector.Length; i++) vector[i] -= share * other[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
