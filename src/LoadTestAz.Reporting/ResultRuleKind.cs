namespace LoadTestAz.Reporting;

/// <summary>What a rule is about; the first of those that failed says best what went wrong.</summary>
internal enum ResultRuleKind
{
    /// <summary>How the run ended. A run that did not go on to its end has shown little, whatever its figures.</summary>
    State,

    /// <summary>How much of the planned load took part. Less of it makes good figures.</summary>
    Coverage,

    /// <summary>What the script itself said against the run.</summary>
    Script,

    /// <summary>A threshold, or a rule by which the run ended itself.</summary>
    Threshold,

    /// <summary>A check; it does not fail a run by itself.</summary>
    Check,
}
