using System.Buffers;
using System.Text;
using LoadTestAz.Plans;

namespace LoadTestAz.Yaml;

/// <summary>The text of a plan file: UTF-8 and nothing else, of bounded size.</summary>
internal static class PlanText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> NotText =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Except(['\t', '\n', '\r']), '\x7f']);

    /// <summary>The text without its byte order mark; null, with a mistake, when the file is none.</summary>
    public static string? Read(Stream content, string file, out PlanMistake? mistake)
    {
        mistake = null;
        var buffer = new byte[YamlPlanReader.MaxBytes + 1];
        var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var bytes = buffer.AsSpan(0, length);
        if (length > YamlPlanReader.MaxBytes)
            return Refuse("the file is larger than 1 MB; a plan has a few KB at most", "", ref mistake);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..])
            return Refuse("the file is UTF-16 or UTF-32; save it as UTF-8", "", ref mistake);

        var body = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        string text;
        try
        {
            text = Strict.GetString(body);
        }
        catch (DecoderFallbackException exception)
        {
            return Refuse("the file is not UTF-8; save it as that", Encoding.UTF8.GetString(body[..exception.Index]), ref mistake);
        }

        var bad = text.AsSpan().IndexOfAny(NotText);
        if (bad >= 0)
            return Refuse($"the file holds the control character U+{(int)text[bad]:X4}; it is no text file", text[..bad], ref mistake);
        if (string.IsNullOrWhiteSpace(text))
            return Refuse("the file is empty", "", ref mistake);
        return text;

        string? Refuse(string message, string before, ref PlanMistake? mistake)
        {
            var line = before.AsSpan().Count('\n') + 1;
            mistake = new PlanMistake(file, line, before.Length - before.LastIndexOf('\n'), "", null, message);
            return null;
        }
    }
}
