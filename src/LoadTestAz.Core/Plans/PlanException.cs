namespace LoadTestAz.Plans;

/// <summary>A plan that can't be run as it stands, with all its mistakes.</summary>
public sealed class PlanException : Exception
{
    /// <summary>As many mistakes as <see cref="Exception.Message"/> lists; a file of the wrong kind has thousands.</summary>
    public const int MaxListed = 50;

    /// <param name="mistakes">At least one.</param>
    public PlanException(IReadOnlyList<PlanMistake> mistakes)
        : base(Describe(mistakes))
    {
        Mistakes = mistakes;
    }

    /// <summary>All that is wrong: first the parameters, then the file from top to bottom.</summary>
    public IReadOnlyList<PlanMistake> Mistakes { get; }

    private static string Describe(IReadOnlyList<PlanMistake> mistakes)
    {
        var lines = new List<string> { mistakes.Count == 1 ? "The plan has a mistake:" : $"The plan has {mistakes.Count} mistakes:" };
        lines.AddRange(mistakes.Take(MaxListed).Select(mistake => mistake.ToString()));
        if (mistakes.Count > MaxListed)
            lines.Add($"... and {mistakes.Count - MaxListed} more.");
        return string.Join(Environment.NewLine, lines);
    }
}
