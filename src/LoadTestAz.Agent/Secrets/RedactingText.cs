using System.Text;

namespace LoadTestAz.Agent.Secrets;

/// <summary>Takes secrets out of a text that comes in pieces, wherever it was cut into them.</summary>
internal sealed class RedactingText(SecretRedactor redactor)
{
    private readonly StringBuilder _output = new();
    private char[] _held = [];

    /// <summary>Takes a piece, and gives what can be let go of all that came; valid until the next call.</summary>
    public StringBuilder Push(ReadOnlySpan<char> piece)
    {
        _output.Clear();
        if (redactor.IsEmpty)
            return _output.Append(piece);
        char[] text = [.. _held, .. piece];
        _held = text[redactor.Copy(text, _output, isLast: false)..];
        return _output;
    }

    /// <summary>The rest, when nothing more comes.</summary>
    public StringBuilder Flush()
    {
        _output.Clear();
        redactor.Copy(_held, _output, isLast: true);
        _held = [];
        return _output;
    }
}
