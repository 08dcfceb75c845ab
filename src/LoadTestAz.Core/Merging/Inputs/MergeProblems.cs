namespace LoadTestAz.Merging.Inputs;

/// <summary>Makes problems of exceptions.</summary>
internal static class MergeProblems
{
    /// <summary>The problem with a file; null for an exception that is not the file's fault.</summary>
    public static MergeProblem? From(Exception e, string path) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(MergeProblemKind.NotFound, path, $"'{path}' is not there any more. It is left out."),
        UnauthorizedAccessException => new(MergeProblemKind.AccessDenied, path, $"'{path}' may not be read: {e.Message} It is left out."),
        InvalidDataException or FormatException or InvalidOperationException => new(MergeProblemKind.Damaged, path, $"'{path}' is damaged: {e.Message} It is left out."),
        IOException => new(MergeProblemKind.Unreadable, path, $"'{path}' could not be read: {e.Message} It is left out."),
        _ => null,
    };
}
