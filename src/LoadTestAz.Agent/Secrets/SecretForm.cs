using System.Globalization;
using System.Text;

namespace LoadTestAz.Agent.Secrets;

/// <summary>
/// A text that must not be seen, in all the spellings that it takes on its way into logs, URLs and JSON: each of its
/// characters may stand there plainly, percent-encoded, or escaped by backslashes, and each in another way.
/// </summary>
/// <param name="name">Of the secret that it comes from.</param>
/// <param name="text">The text.</param>
internal sealed class SecretForm(string name, string text)
{
    /// <summary>What the longest spelling of one character takes, and some more: two escaped UTF-16 units with their backslashes.</summary>
    private const int LongestSpelling = 2 * (MaxBackslashes + 5);

    // Texts inside texts inside texts: each level doubles the backslashes.
    private const int MaxBackslashes = 8;

    private readonly Rune[] _runes = [.. text.EnumerateRunes()];
    private readonly byte[][] _bytes = [.. text.EnumerateRunes().Select(rune => Encoding.UTF8.GetBytes(rune.ToString()))];

    /// <summary>The name of the secret that it comes from.</summary>
    public string Name => name;

    /// <summary>The characters that an occurrence can begin with.</summary>
    public IEnumerable<char> FirstCharacters => _runes[0].Value == ' ' ? [' ', '+', '%', '\\'] : [_runes[0].ToString()[0], '%', '\\'];

    /// <summary>Looks whether it stands at a place.</summary>
    /// <param name="text">The text to look in.</param>
    /// <param name="start">The place.</param>
    /// <param name="undecided">The text ends before that is clear.</param>
    /// <returns>Where the longest occurrence ends; -1 for none.</returns>
    public int Match(ReadOnlySpan<char> text, int start, out bool undecided)
    {
        undecided = false;
        Span<int> places = stackalloc int[2 * MaxBackslashes];
        Span<int> next = stackalloc int[2 * MaxBackslashes];
        var count = 1;
        places[0] = start;
        for (var i = 0; i < _runes.Length && count > 0; i++)
        {
            var found = 0;
            foreach (var place in places[..count])
                Step(text, place, i, next, ref found, ref undecided);
            next[..found].CopyTo(places);
            count = found;
        }

        var end = -1;
        foreach (var place in places[..count])
            end = Math.Max(end, place);
        return end;
    }

    // All places at which one character, begun at that place, may end.
    private void Step(ReadOnlySpan<char> text, int place, int index, Span<int> ends, ref int count, ref bool undecided)
    {
        var rest = text[place..];
        undecided |= rest.IsEmpty || (rest.Length < LongestSpelling && (rest[0] is '%' or '\\' || char.IsHighSurrogate(rest[0])));
        var rune = _runes[index];
        if (Rune.DecodeFromUtf16(rest, out var plain, out var length) is System.Buffers.OperationStatus.Done && plain == rune)
            Add(place + length, ends, ref count);
        if (rest.IsEmpty)
            return;
        if (rune.Value == ' ' && rest[0] == '+')
            Add(place + 1, ends, ref count);
        if (rest[0] == '%' && PercentEncoded(rest, _bytes[index]))
            Add(place + (3 * _bytes[index].Length), ends, ref count);
        if (rest[0] == '\\')
            StepEscaped(rest, place, rune, ends, ref count);
    }

    private static void StepEscaped(ReadOnlySpan<char> rest, int place, Rune rune, Span<int> ends, ref int count)
    {
        var slashes = rest.IndexOfAnyExcept('\\') is var other and >= 0 ? other : rest.Length;
        if (rune.Value == '\\')
        {
            // Escaped once or more often; how often, the next character tells.
            for (var taken = 2; taken <= Math.Min(slashes, MaxBackslashes); taken++)
                Add(place + taken, ends, ref count);
        }

        if (slashes <= MaxBackslashes && Escaped(rest[slashes..], rune) is > 0 and var length)
            Add(place + slashes + length, ends, ref count);
    }

    // What follows the backslashes: n, u00e9, x0b, or the character itself. 0 when it is something else.
    private static int Escaped(ReadOnlySpan<char> rest, Rune rune)
    {
        if (rest.IsEmpty)
            return 0;
        var units = rune.ToString();
        if (rest[0] == 'u' && Hex(rest, 1, 4) == units[0])
        {
            if (units.Length == 1)
                return 5;
            var second = rest[5..];
            var slashes = second.IndexOfAnyExcept('\\');
            return slashes is > 0 and <= MaxBackslashes && second[slashes] == 'u' && Hex(second[slashes..], 1, 4) == units[1] ? 5 + slashes + 5 : 0;
        }

        if (rest[0] == 'x' && rune.Value < 256 && Hex(rest, 1, 2) == rune.Value)
            return 3;
        var letter = rune.Value switch { '\n' => 'n', '\r' => 'r', '\t' => 't', '\b' => 'b', '\f' => 'f', '\v' => 'v', '\a' => 'a', _ => '\0' };
        if (letter != '\0')
            return rest[0] == letter ? 1 : 0;
        return rune.IsAscii && !char.IsAsciiLetterOrDigit((char)rune.Value) && rune.Value != '\\' && rest[0] == rune.Value ? 1 : 0;
    }

    private static bool PercentEncoded(ReadOnlySpan<char> rest, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (rest.Length < 3 * (i + 1) || rest[3 * i] != '%' || Hex(rest, (3 * i) + 1, 2) != bytes[i])
                return false;
        }

        return true;
    }

    private static int Hex(ReadOnlySpan<char> text, int start, int digits) =>
        text.Length >= start + digits && int.TryParse(text.Slice(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private static void Add(int end, Span<int> ends, ref int count)
    {
        if (count < ends.Length && !ends[..count].Contains(end))
            ends[count++] = end;
    }
}
