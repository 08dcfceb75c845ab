using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace LoadTestAz.Shell.Rendering;

/// <summary>
/// An error as text: pwsh's concise view (what failed, where in the script, the message), and below it the fully
/// qualified id, which is what a script tests for.
/// </summary>
internal static class ErrorText
{
    /// <param name="error">What went wrong.</param>
    /// <param name="mistakes">The script's mistakes, if it could not be parsed: each gets its own place.</param>
    public static string Render(ErrorRecord error, IReadOnlyList<ParseError> mistakes)
    {
        var text = new StringBuilder();
        foreach (ParseError mistake in mistakes)
            Append(text, "ParserError", PlaceOf(mistake.Extent), mistake.Message);
        if (mistakes.Count == 0)
        {
            Append(text, SourceOf(error), PlaceOf(error.InvocationInfo), error.ErrorDetails?.Message ?? error.Exception.Message);
        }

        if (error.ErrorDetails?.RecommendedAction is { Length: > 0 } action)
            text.Append("    + RecommendedAction     : ").AppendLine(action);
        text.Append("    + FullyQualifiedErrorId : ").Append(error.FullyQualifiedErrorId);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string source, Place? place, string message)
    {
        text.Append(source).Append(": ");
        if (place is null)
        {
            text.AppendLine(message);
            return;
        }

        string number = place.LineNumber.ToString().PadLeft(4);
        string margin = new(' ', number.Length);
        text.Append(place.File).Append(':').Append(place.LineNumber).AppendLine()
            .Append("Line".PadLeft(number.Length)).AppendLine(" |")
            .Append(number).Append(" | ").AppendLine(place.Line)
            .Append(margin).Append(" | ").Append(' ', place.Offset).Append('~', place.Length).AppendLine();
        foreach (string line in message.ReplaceLineEndings("\n").Split('\n'))
            text.Append(margin).Append(" | ").AppendLine(line);
    }

    private static string SourceOf(ErrorRecord error)
    {
        if (error.Exception is RuntimeException { WasThrownFromThrowStatement: true })
            return "Exception";
        string category = error.CategoryInfo.Category == ErrorCategory.NotSpecified ? "" : error.CategoryInfo.Category.ToString();
        string?[] candidates = [error.CategoryInfo.Activity, error.InvocationInfo?.InvocationName, category, error.CategoryInfo.Reason, "Error"];
        return candidates.First(c => !string.IsNullOrEmpty(c))!;
    }

    private static Place? PlaceOf(InvocationInfo? invocation)
    {
        if (invocation is not { ScriptName.Length: > 0, ScriptLineNumber: > 0 })
            return null;
        string line = invocation.Line.TrimEnd();
        int start = Math.Clamp(invocation.OffsetInLine - 1, 0, line.Length);
        int length = invocation.Statement is { Length: > 0 } statement ? statement.Split('\n')[0].TrimEnd().Length : line.Length - start;
        return new Place(invocation.ScriptName, invocation.ScriptLineNumber, line, start, Math.Clamp(length, 0, line.Length - start));
    }

    private static Place? PlaceOf(IScriptExtent extent)
    {
        if (string.IsNullOrEmpty(extent.File))
            return null;
        string line = extent.StartScriptPosition.Line.TrimEnd();
        int start = Math.Clamp(extent.StartColumnNumber - 1, 0, line.Length);
        int end = extent.EndLineNumber == extent.StartLineNumber ? extent.EndColumnNumber - 1 : line.Length;
        return new Place(extent.File, extent.StartLineNumber, line, start, Math.Clamp(end - start, 0, line.Length - start));
    }

    private sealed record Place(string File, int LineNumber, string Line, int Offset, int Length);
}
