namespace LoadTestAz.Merging;

/// <summary>Why a file could not be merged.</summary>
public enum MergeProblemKind
{
    /// <summary>It is not there.</summary>
    NotFound,

    /// <summary>It may not be read.</summary>
    AccessDenied,

    /// <summary>The disk or network did not give it.</summary>
    Unreadable,

    /// <summary>It is nothing that can be merged.</summary>
    NotMergeable,

    /// <summary>It is something that can be merged, but damaged.</summary>
    Damaged,

    /// <summary>It holds workers that are given in other files as well.</summary>
    Overlapping,
}
