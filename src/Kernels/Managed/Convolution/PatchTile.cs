namespace ConvGpu.Kernels.Managed;

/// <summary>Output positions that are the columns of a register tile of <see cref="PatchProduct"/>.</summary>
internal unsafe struct PatchTile
{
    /// <summary>The first position, counted through the batch, and how many there are.</summary>
    public long First;
    public int Count;

    /// <summary>What the first sum position meets, and how many copies that is.</summary>
    public PatchCopy* Copies;
    public int CopyCount;

    /// <summary>Whether a whole vector at the end of a copy would end behind the image.</summary>
    public bool IsExact;

    /// <summary>Where the columns lie side by side in the image, those of the first sum position; null where they are to be packed.</summary>
    public float* Source;

    /// <summary>Where the columns of each target channel lie side by side in the target; null where they do not.</summary>
    public float* Place;
}
