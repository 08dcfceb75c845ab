namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>A piece of JavaScript.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word or mark as written; a text's value.</param>
internal readonly record struct ScriptToken(ScriptTokenKind Kind, string Text)
{
    /// <summary>Whether it is this word or mark.</summary>
    public bool Is(string text) => Kind is ScriptTokenKind.Word or ScriptTokenKind.Mark && Text == text;
}
