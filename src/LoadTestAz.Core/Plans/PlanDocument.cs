namespace LoadTestAz.Plans;

/// <summary>A plan file as read: its values, and what is wrong with its notation.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Root">Its values; null when they could not be read at all.</param>
/// <param name="Mistakes">Mistakes of notation, such as bad syntax or a key given twice; empty for a good file.</param>
public sealed record PlanDocument(string File, PlanNode? Root, IReadOnlyList<PlanMistake> Mistakes);
