namespace LoadTestAz.Plans;

/// <summary>A text, number, boolean or null: which of them is for the reader of the key to decide.</summary>
/// <param name="Text">The value as written, without quotes.</param>
/// <param name="IsQuoted">It is certainly a text: quoted, or a block.</param>
/// <param name="Line">1-based; 0 for a parameter.</param>
/// <param name="Column">1-based; 0 for a parameter.</param>
public sealed record PlanScalar(string Text, bool IsQuoted, int Line, int Column) : PlanNode(Line, Column)
{
    /// <summary>YAML's null: nothing at all, <c>~</c>, or the word.</summary>
    internal bool IsNull => !IsQuoted && (Text is "" or "~" or "null" or "Null" or "NULL");

    internal override string Kind => IsNull ? "empty" : "a single value";
}
