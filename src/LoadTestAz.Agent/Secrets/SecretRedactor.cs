using System.Buffers;
using System.Text;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Secrets;

/// <summary>Takes secrets out of texts, in plain and in the usual encodings. Safe to use from many threads.</summary>
internal sealed class SecretRedactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    /// <summary>Finds nothing.</summary>
    public static readonly SecretRedactor None = new(WorkerSecrets.None);

    private readonly SecretForm[] _forms;
    private readonly SearchValues<char> _first;

    /// <summary>Finds these secrets.</summary>
    public SecretRedactor(WorkerSecrets secrets)
    {
        _forms = [.. secrets.Names.SelectMany(name => SecretForms.Of(name, secrets.Find(name)!))];
        _first = SearchValues.Create([.. _forms.SelectMany(form => form.FirstCharacters).Distinct()]);
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty => _forms.Length == 0;

    /// <summary>The text without secrets; the same instance when it has none.</summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="isCut">Its end may have been cut off: the beginning of a secret there counts as well.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text, bool isCut = false)
    {
        if (IsEmpty || text is null || text.AsSpan().IndexOfAny(_first) < 0)
            return text;
        var output = new StringBuilder(text.Length);
        var rest = Copy(text, output, isLast: !isCut);
        if (rest < text.Length)
            output.Append(text.Length - rest >= SecretForms.MinLength ? Mask : text.AsSpan(rest));
        return output.Length == text.Length && output.Equals(text.AsSpan()) ? text : output.ToString();
    }

    /// <summary>The names of the secrets that stand in a text.</summary>
    public IReadOnlyList<string> NamesIn(ReadOnlySpan<char> text)
    {
        var names = new List<string>();
        for (var at = 0; Next(text, at) is >= 0 and var place; at = place + 1)
        {
            foreach (var form in _forms)
            {
                if (!names.Contains(form.Name) && form.Match(text, place, out _) >= 0)
                    names.Add(form.Name);
            }
        }

        return names;
    }

    /// <summary>Copies a text without its secrets.</summary>
    /// <param name="text">The text.</param>
    /// <param name="output">Takes what can be let go.</param>
    /// <param name="isLast">Nothing follows it; otherwise what may be the beginning of a secret is kept back.</param>
    /// <returns>How much of the text was dealt with; the rest is to come again, with what follows it.</returns>
    public int Copy(ReadOnlySpan<char> text, StringBuilder output, bool isLast)
    {
        var at = 0;
        while (Next(text, at) is >= 0 and var place)
        {
            output.Append(text[at..place]);
            var end = EndAt(text, place, out var undecided);
            if (undecided && !isLast)
                return place;

            // One secret can begin inside another.
            for (var inside = place + 1; inside < end; inside++)
            {
                end = Math.Max(end, EndAt(text, inside, out undecided));
                if (undecided && !isLast)
                    return place;
            }

            output.Append(end < 0 ? text.Slice(place, 1) : Mask);
            at = end < 0 ? place + 1 : end;
        }

        output.Append(text[at..]);
        return text.Length;
    }

    private int Next(ReadOnlySpan<char> text, int at) => text[at..].IndexOfAny(_first) is >= 0 and var found ? at + found : -1;

    private int EndAt(ReadOnlySpan<char> text, int place, out bool undecided)
    {
        undecided = false;
        var end = -1;
        foreach (var form in _forms)
        {
            end = Math.Max(end, form.Match(text, place, out var open));
            undecided |= open;
        }

        return end;
    }
}
