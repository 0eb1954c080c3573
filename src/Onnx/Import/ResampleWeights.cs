namespace ConvGpu.Onnx.Import;

/// <summary>How an axis of an image is resampled, by the rules of ONNX's Resize.</summary>
/// <param name="From">Pixels of the input.</param>
/// <param name="To">Pixels of the output.</param>
/// <param name="Factor">What positions are divided by.</param>
/// <param name="Transform">The coordinate_transformation_mode.</param>
/// <param name="Start">Where the part that is taken begins, as a share of the axis; of tf_crop_and_resize.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ResampledAxis(int From, int To, double Factor, string Transform, double Start, double End)
{
    /// <summary>Whether the transform is known.</summary>
    public bool IsKnown => Transform is "asymmetric" or "half_pixel" or "half_pixel_symmetric" or "pytorch_half_pixel" or "align_corners"
        or "tf_half_pixel_for_nn" or "tf_crop_and_resize";

    /// <summary>Whether an output lies outside of the image, where it may.</summary>
    public bool IsOutside(int output) => Transform == "tf_crop_and_resize" && Position(output) is var at && (at < 0 || at > From - 1);

    /// <summary>Where an output lies on the input.</summary>
    public double Position(int output) => Transform switch
    {
        "asymmetric" => output / Factor,
        "pytorch_half_pixel" when To == 1 => -0.5,
        "half_pixel_symmetric" => From / 2.0 * (1 - To / (Factor * From)) + (output + 0.5) / Factor - 0.5,
        "align_corners" => To > 1 ? (double)output * (From - 1) / (To - 1) : 0,
        "tf_half_pixel_for_nn" => (output + 0.5) / Factor,
        "tf_crop_and_resize" => To > 1 ? Start * (From - 1) + output * (End - Start) * (From - 1) / (To - 1) : (Start + End) / 2 * (From - 1),
        _ => (output + 0.5) / Factor - 0.5,
    };
}

/// <summary>The weights with which an output is made of pixels.</summary>
/// <param name="IsCubic">Keys' cubic convolution; else linear.</param>
/// <param name="Cubic">The coefficient of that, -0.75 unless told otherwise.</param>
/// <param name="IsWide">Whether the weights reach as far as an output does where it becomes smaller.</param>
/// <param name="ExcludesOutside">Whether pixels outside count for nothing; else they are those at the edge.</param>
internal readonly record struct ResampleWeights(bool IsCubic, double Cubic, bool IsWide, bool ExcludesOutside)
{
    /// <summary>A matrix of a row for each output and a column for each pixel.</summary>
    public float[] Matrix(Conversion c, ResampledAxis axis)
    {
        c.Charge(OnnxTensor.CountOf([axis.To, axis.From], c.Name), sizeof(float));
        var matrix = new float[axis.To * axis.From];
        var row = new double[axis.From];
        for (var output = 0; output < axis.To; output++)
        {
            if (axis.IsOutside(output)) continue;
            Row(axis, axis.Position(output), row);
            for (var i = 0; i < axis.From; i++) matrix[output * axis.From + i] = (float)row[i];
        }
        return matrix;
    }

    private void Row(ResampledAxis axis, double position, double[] row)
    {
        Array.Clear(row);
        // An image that becomes larger has the weights of one of its own size.
        var scale = IsWide ? Math.Min(axis.Factor, 1) : 1;
        var reach = (IsCubic ? 2 : 1) / scale;
        var sum = 0.0;
        for (var at = Math.Ceiling(Math.Max(position - reach, -axis.From - reach)); at <= Math.Min(position + reach, 2.0 * axis.From + reach); at++)
        {
            if (ExcludesOutside && (at < 0 || at >= axis.From)) continue;
            var weight = Weight(Math.Abs(at - position) * scale);
            row[(int)Math.Clamp(at, 0, axis.From - 1)] += weight;
            sum += weight;
        }
        if (sum != 0) for (var i = 0; i < row.Length; i++) row[i] /= sum;
    }

    private double Weight(double distance) => !IsCubic ? Math.Max(1 - distance, 0)
        : distance <= 1 ? ((Cubic + 2) * distance - (Cubic + 3)) * distance * distance + 1
        : distance < 2 ? ((Cubic * distance - 5 * Cubic) * distance + 8 * Cubic) * distance - 4 * Cubic
        : 0;
}
