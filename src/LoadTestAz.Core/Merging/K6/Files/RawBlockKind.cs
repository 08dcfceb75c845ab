namespace LoadTestAz.Merging.K6.Files;

/// <summary>What a block of a raw file holds.</summary>
internal enum RawBlockKind
{
    /// <summary>Lines, each with its end.</summary>
    Lines,

    /// <summary>The beginning of a line that is too long to be one of k6's.</summary>
    TooLong,

    /// <summary>What stands behind the last line's end.</summary>
    Rest,
}
