namespace LoadTestAz.Azure;

/// <summary>Azure's long messages, cut down to what tells something.</summary>
internal static class ErrorText
{
    /// <summary>The first line of an error's message, with a full stop.</summary>
    public static string FirstLine(Exception e)
    {
        var line = e.Message.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        var first = (end < 0 ? line : line[..end]).TrimEnd();
        return first.EndsWith(".") ? first.ToString() : $"{first}.";
    }

    /// <summary>The innermost error's first line: what really happened.</summary>
    public static string Innermost(Exception e)
    {
        // After the last of several tries all their errors come together; the last one tells how things stand.
        var inner = e is AggregateException { InnerExceptions: [.., var last] } ? last : e;
        while (inner.InnerException is not null)
            inner = inner.InnerException;
        return FirstLine(inner);
    }

    /// <summary>That nobody is signed in, and what to do about it.</summary>
    public static string NoSignIn(Exception e) =>
        $"{FirstLine(e)} Sign in with Connect-AzAccount or 'az login', or give the machine a managed identity; -CredentialSource chooses among them.";
}
