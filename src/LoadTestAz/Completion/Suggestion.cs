namespace LoadTestAz.Completion;

/// <summary>Something to put where the user has pressed Tab.</summary>
/// <param name="Name">What the typed word is held against, and what a menu shows.</param>
/// <param name="Tip">What a menu says about it.</param>
internal sealed record Suggestion(string Name, string Tip)
{
    /// <summary>What comes into the command line; the name as an argument, in quotes where it needs them, when null.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it was held against the typed word already.</summary>
    public bool IsChosen { get; init; }
}
