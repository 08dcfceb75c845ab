namespace LoadTestAz.Comparing;

/// <summary>What became of a figure since the baseline.</summary>
public enum ComparisonVerdict
{
    /// <summary>It differs by no more than the tolerance.</summary>
    Same,

    /// <summary>It is better by more than tolerance and noise.</summary>
    Better,

    /// <summary>It is worse by more than tolerance and noise.</summary>
    Worse,

    /// <summary>It differs by more than the tolerance, but no more than chance could bring about.</summary>
    Unclear,

    /// <summary>It differs by more than tolerance and noise, and nobody knows which way is good.</summary>
    Changed,

    /// <summary>The baseline does not have it.</summary>
    Added,

    /// <summary>Only the baseline has it.</summary>
    Missing,
}
