namespace LoadTestAz.Merging.K6.Files;

/// <summary>Reads the blocks of a file that one thread gets, and keeps their samples.</summary>
internal interface IBlockParser
{
    /// <summary>How many samples it read.</summary>
    long Points { get; }

    /// <summary>The lines that it could not use.</summary>
    OddLineLog Odd { get; }

    /// <summary>True when the file ends in the middle of a line.</summary>
    bool Truncated { get; }

    /// <summary>Reads a block.</summary>
    void Parse(RawBlock block);
}
