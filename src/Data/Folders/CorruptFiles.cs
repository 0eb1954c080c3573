namespace ConvGpu;

/// <summary>What happens to files of a data set that cannot be read.</summary>
public enum CorruptFiles
{
    /// <summary>The first one ends the run; the message names it.</summary>
    Fail,

    /// <summary>
    /// They are named, counted and left out. In training the next sound file of the set stands in, so that batches keep their size; tests
    /// have fewer images.
    /// </summary>
    Skip,
}
