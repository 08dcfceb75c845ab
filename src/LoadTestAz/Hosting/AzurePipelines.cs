using System.Globalization;

namespace LoadTestAz.Hosting;

/// <summary>What an agent of Azure Pipelines obeys when it stands in a line of a log.</summary>
/// <seealso href="https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands"/>
internal static class AzurePipelines
{
    /// <summary>Whether such an agent runs us.</summary>
    public static bool IsAgent => string.Equals(Environment.GetEnvironmentVariable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where files may lie until the job has ended.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("AGENT_TEMPDIRECTORY") is { Length: > 0 } folder ? folder : Path.GetTempPath();

    /// <summary>How far the task is, 0 to 100 %.</summary>
    public static string Progress(int percent, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"##vso[task.setprogress value={Math.Clamp(percent, 0, 100)};]{Data(what)}");

    /// <summary>A warning or an error of the task, which its summary page shows.</summary>
    public static string Issue(bool isError, string text) => $"##vso[task.logissue type={(isError ? "error" : "warning")}]{Data(text)}";

    /// <summary>A Markdown file for the summary page.</summary>
    public static string UploadSummary(string path) => $"##vso[task.uploadsummary]{Escape(path)}";

    private static string Data(string text) => Escape(VisibleText.Lines(text));

    // As the agent takes it back.
    // https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
    private static string Escape(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
