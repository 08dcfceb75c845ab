namespace LoadTestAz.Plans.Binding;

/// <summary>One binding of a plan: the file, the parameters over it, and what was found wrong so far.</summary>
internal sealed class PlanContext(PlanDocument? document, PlanOverrides overrides)
{
    private readonly List<PlanMistake> _mistakes = [.. document?.Mistakes ?? []];
    private readonly List<string> _warnings = [];

    /// <summary>Full path of the plan file; null when there are parameters only.</summary>
    public string? File => document?.File;

    /// <summary>Parts of the file could not be read: that something is missing can't be said.</summary>
    public bool IsIncomplete { get; } = document?.Mistakes.Count > 0;

    /// <summary>The parameters.</summary>
    public PlanOverrides Overrides => overrides;

    /// <summary>What is odd but allowed, a line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Records a mistake at a value, or in the plan as a whole.</summary>
    public void Mistake(PlanNode? node, string path, string message, string? value = null, string? suggestion = null) =>
        _mistakes.Add(At(node, path, message, value, suggestion));

    /// <summary>Records something odd.</summary>
    public void Warn(PlanNode? node, string path, string message, string? suggestion = null) =>
        _warnings.Add(At(node, path, message, null, suggestion).ToString());

    /// <summary>Records that a setting is not there: named as in the file when there is one, else by its parameter.</summary>
    /// <param name="node">The place to point at, such as the section in which it is missing.</param>
    /// <param name="path">The setting's path.</param>
    /// <param name="message">Why it is needed.</param>
    public void Missing(PlanNode? node, string path, string message)
    {
        if (!IsIncomplete)
            _mistakes.Add(At(node?.Parameter is null ? node : null, File is null ? PlanOverrides.ParameterFor(path) : path, message, null, null));
    }

    /// <summary>Ends the binding if anything was wrong.</summary>
    /// <exception cref="PlanException">There are mistakes.</exception>
    public void ThrowIfMistaken()
    {
        // One parameter can stand for several settings: its mistake counts once.
        var mistakes = _mistakes.Distinct().OrderBy(m => m.File is not null).ThenBy(m => m.Line ?? 0).ThenBy(m => m.Column ?? 0).ToList();
        if (mistakes.Count > 0)
            throw new PlanException(mistakes);
    }

    private PlanMistake At(PlanNode? node, string path, string message, string? value, string? suggestion) =>
        node?.Parameter is { } parameter ? new PlanMistake(null, null, null, parameter, value, message, suggestion)
        : node is null ? new PlanMistake(File, null, null, path, value, message, suggestion)
        : new PlanMistake(File, node.Line, node.Column, path, value, message, suggestion);
}
