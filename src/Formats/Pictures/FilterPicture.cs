namespace ConvGpu;

/// <summary>The weights of a layer as a picture: 0 grey, negative darker, positive lighter.</summary>
internal static class FilterPicture
{
    /// <summary>
    /// A row of pictures a filter, one a channel; filters of three channels are one picture in colours, those of one channel are put into a
    /// square. Filters of one weight a channel are the rows of one picture.
    /// </summary>
    public static Image Draw(Shape shape, float[] values, int most)
    {
        var range = PixelRange.AroundZero(values);
        var (filters, channels, plane) = (Math.Min(shape.N, most), Math.Min(shape.C, most), shape.H * shape.W);
        if (plane == 1)
        {
            var rows = Enumerable.Range(0, filters).SelectMany(f => values.Skip(f * shape.C).Take(shape.C)).ToArray();
            return PictureGrid.Draw([new Image(1, filters, shape.C, range.ToPixels(rows))], 1);
        }
        var tiles = new List<Image>();
        for (var f = 0; f < filters; f++)
        {
            var filter = values.AsSpan((int)(f * shape.ItemCount), (int)shape.ItemCount);
            if (shape.C == 3)
            {
                tiles.Add(new Image(3, shape.H, shape.W, range.ToPixels(filter)));
                continue;
            }
            for (var c = 0; c < channels; c++) tiles.Add(new Image(1, shape.H, shape.W, range.ToPixels(filter.Slice(c * plane, plane))));
        }
        return PictureGrid.Draw(tiles, shape.C is 1 or 3 ? PictureGrid.SquareColumns(tiles.Count) : channels);
    }

    /// <summary>The weights of a layer; those of a dense layer behind a flattened picture have the picture's sizes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="node">A layer that has a parameter called weight.</param>
    public static (Shape Shape, float[] Values) Read(Network network, Node node)
    {
        var name = node.Name + ".weight";
        var shape = network.Parameters.First(p => p.Name == name).Shape;
        if (node.Layer is Dense && Flattened(network, node) is { } picture && picture.ItemCount == shape.C) shape = picture with { N = shape.N };
        return (shape, network.ReadParameter(name));
    }

    private static Shape? Flattened(Network network, Node node)
    {
        var input = node.Inputs[0];
        while (input.Layer is Dropout) input = input.Inputs[0];
        return input.Layer is Flatten ? network.Shapes[input.Inputs[0]] : null;
    }
}
