namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Names the script's files in k6's messages as their author knows them: <c>lib/login.js:3:7</c>, not the folder that one
/// worker happened to unpack them into. So a mistake reads the same on every worker, too.
/// </summary>
internal static class ScriptPlaces
{
    /// <summary>The message without the worker's folder; null stays null.</summary>
    /// <param name="message">What k6 said.</param>
    /// <param name="workFolder">The worker's folder.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(message))]
    public static string? Shorten(string? message, string workFolder)
    {
        foreach (var folder in new[] { Path.Combine(workFolder, ScriptUnpacker.Folder, ScriptBundle.Folder), workFolder + Path.DirectorySeparatorChar })
        {
            // k6 names modules by URL, and files that it opens by path.
            message = message?
                .Replace(new Uri(Path.GetFullPath(folder)).AbsoluteUri, "", StringComparison.Ordinal)
                .Replace(Path.GetFullPath(folder), "", StringComparison.Ordinal);
        }

        return message;
    }
}
