namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>Finds what a script imports (<c>import</c>, <c>export from</c>, <c>require</c>) and opens (<c>open</c>).</summary>
internal static class ScriptReferences
{
    /// <summary>The references in a script's source.</summary>
    public static IReadOnlyList<ScriptReference> In(string source)
    {
        var tokens = ScriptLexer.Read(source);
        var found = new List<ScriptReference>();
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var (word, next) = (tokens[i], tokens[i + 1]);
            var isMember = i > 0 && tokens[i - 1].Is(".");
            if (next.Kind is ScriptTokenKind.Text && (word.Is("from") || word.Is("import")) && !isMember)
                found.Add(new(next.Text, IsModule: true, IsCertain: true));
            else if (next.Is("(") && i + 2 < tokens.Count && word.Kind is ScriptTokenKind.Word && word.Text is "import" or "require" or "open"
                && !(i > 0 && tokens[i - 1].Is("function")))
                AddCall(word.Text, isMember, tokens[i + 2]);
        }

        return found;

        void AddCall(string name, bool isMember, ScriptToken argument)
        {
            // x.open(...) may be that of k6/experimental/fs, or anybody's.
            if (isMember && name != "open")
                return;
            if (argument.Kind is ScriptTokenKind.Text)
                found.Add(new(argument.Text, name != "open", !isMember));
            else if (!isMember && !argument.Is(")"))
                found.Add(new(null, name != "open", IsCertain: true));
        }
    }
}
