namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>Kinds of pieces of JavaScript, as far as we look.</summary>
internal enum ScriptTokenKind
{
    /// <summary>A name, keyword or number.</summary>
    Word,

    /// <summary>A string, or a template without anything to fill in.</summary>
    Text,

    /// <summary>A template with something to fill in: its value is known at run time only.</summary>
    Template,

    /// <summary>A single character of punctuation.</summary>
    Mark,
}
