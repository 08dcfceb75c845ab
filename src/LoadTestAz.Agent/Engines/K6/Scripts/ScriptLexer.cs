using System.Globalization;
using System.Text;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Takes JavaScript and TypeScript apart just far enough to tell code from comments, texts and regular expressions.
/// It never fails: what it takes for the wrong thing in an odd script is at worst overlooked.
/// </summary>
internal sealed class ScriptLexer
{
    // After these words a slash begins a regular expression; after other words it divides.
    private static readonly HashSet<string> BeforeValue = ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "do", "else", "await", "yield"];

    private readonly string _source;
    private readonly List<ScriptToken> _tokens = [];
    private int _at;

    private ScriptLexer(string source) => _source = source;

    /// <summary>The pieces, in order, without comments and regular expressions.</summary>
    public static IReadOnlyList<ScriptToken> Read(string source)
    {
        var lexer = new ScriptLexer(source);
        while (lexer._at < source.Length)
            lexer.Next();
        return lexer._tokens;
    }

    private void Next()
    {
        var c = _source[_at];
        if (char.IsWhiteSpace(c) || c == '\uFEFF')
            _at++;
        else if (Ahead("//"))
            SkipTo("\n");
        else if (Ahead("/*"))
            SkipTo("*/");
        else if (c is '"' or '\'')
            ReadText(c);
        else if (c == '`')
            ReadTemplate();
        else if (IsWord(c))
            ReadWord();
        else if (c == '/' && BeginsValue())
            SkipRegularExpression();
        else
        {
            _tokens.Add(new(ScriptTokenKind.Mark, c.ToString()));
            _at++;
        }
    }

    private bool Ahead(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private void SkipTo(string end)
    {
        var found = _source.IndexOf(end, _at + end.Length, StringComparison.Ordinal);
        _at = found < 0 ? _source.Length : found + end.Length;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#';

    private void ReadWord()
    {
        var start = _at;
        while (_at < _source.Length && IsWord(_source[_at]))
            _at++;
        _tokens.Add(new(ScriptTokenKind.Word, _source[start.._at]));
    }

    private void ReadText(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _source.Length && _source[_at] != quote && _source[_at] != '\n'; _at++)
            text.Append(_source[_at] == '\\' ? Escaped() : _source[_at].ToString());
        _at++;
        _tokens.Add(new(ScriptTokenKind.Text, text.ToString()));
    }

    private void ReadTemplate()
    {
        var text = new StringBuilder();
        var kind = ScriptTokenKind.Text;
        for (_at++; _at < _source.Length && _source[_at] != '`'; _at++)
        {
            if (_source[_at] == '\\')
                text.Append(Escaped());
            else if (Ahead("${"))
            {
                kind = ScriptTokenKind.Template;
                SkipPlaceholder();
            }
            else
                text.Append(_source[_at]);
        }

        _at++;
        _tokens.Add(new(kind, text.ToString()));
    }

    // What stands in a placeholder is code; only where it ends matters here, and braces and templates nest.
    private void SkipPlaceholder()
    {
        var inner = _tokens.Count;
        var depth = 0;
        for (_at++; _at < _source.Length;)
        {
            if (_source[_at] == '{')
                depth++;
            else if (_source[_at] == '}' && --depth == 0)
                break;
            Next();
        }

        _tokens.RemoveRange(inner, _tokens.Count - inner);
    }

    /// <summary>What a backslash means; left standing on the last character of it.</summary>
    private string Escaped()
    {
        if (++_at >= _source.Length)
            return "";
        var c = _source[_at];
        if (c is 'u' or 'x')
        {
            var digits = c == 'x' ? 2 : 4;
            if (_at + digits < _source.Length
                && ushort.TryParse(_source.AsSpan(_at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                _at += digits;
                return ((char)code).ToString();
            }
        }

        return c switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\n' => "", _ => c.ToString() };
    }

    private bool BeginsValue() => _tokens.Count == 0 || _tokens[^1] switch
    {
        { Kind: ScriptTokenKind.Mark, Text: var mark } => mark is not (")" or "]" or "}"),
        { Kind: ScriptTokenKind.Word, Text: var word } => BeforeValue.Contains(word),
        _ => false,
    };

    private void SkipRegularExpression()
    {
        var inClass = false;
        for (_at++; _at < _source.Length && _source[_at] != '\n' && (inClass || _source[_at] != '/'); _at++)
        {
            inClass = _source[_at] switch { '[' => true, ']' => false, _ => inClass };
            if (_source[_at] == '\\')
                _at++;
        }

        _at++;
        _tokens.Add(new(ScriptTokenKind.Word, "/"));
    }
}
