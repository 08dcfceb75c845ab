using System.Management.Automation;
using System.Text.RegularExpressions;
using LoadTestAz.Async;
using LoadTestAz.Comparing;
using LoadTestAz.Errors;
using LoadTestAz.Merging;
using LoadTestAz.Reporting;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Commands;

/// <summary><c>Export-AzLoadTestReport</c>: writes a result as a file in a format that people or other tools read.</summary>
[Cmdlet(VerbsData.Export, "AzLoadTestReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed partial class ExportAzLoadTestReportCommand : AsyncCmdlet
{
    // On Windows and macOS names of other case are the same file.
    private readonly HashSet<string> _written = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>The format to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public LoadTestReportFormat Format { get; set; }

    /// <summary>The file to write, or a folder that is there; without it, a file named after the run in the current location.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Results from Merge-AzLoadTestResult.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public LoadTestResult InputObject { get; set; } = null!;

    /// <summary>Rows from Compare-AzLoadTestResult, to be shown in the report; those of other runs are passed over.</summary>
    [Parameter]
    [ValidateNotNull]
    public LoadTestComparison[]? Comparison { get; set; }

    /// <summary>Leave a file that is there already as it is.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var writer = ReportWriters.For(Format);
        var path = PathFor(writer);
        if (path is null || !ShouldProcess(path, $"Write {Format} report of run {InputObject.RunId}"))
            return;

        // Two results, one -Path: a report of the first alone, or of the last alone, would be a surprise.
        if (!_written.Add(path))
            WriteError(ErrorRecords.ReportExists(path, "it holds the report of another result from this pipeline. Give a folder as -Path"));
        else
            Write(writer, path);
    }

    private void Write(IReportWriter writer, string path)
    {
        using var content = new MemoryStream();
        writer.Write(Comparison is null ? InputObject : InputObject with { Comparison = Comparison.Where(c => c.RunId == InputObject.RunId).ToArray() }, content);
        Await(async (output, cancellationToken) =>
        {
            try
            {
                if (await new FilePublisher(TimeProvider.System).PublishAsync(path, (file, cancel) => file.WriteAsync(content.GetBuffer().AsMemory(0, (int)content.Length), cancel).AsTask(), replace: !NoClobber, cancellationToken).ConfigureAwait(false))
                    output.WriteObject(new FileInfo(path));
                else
                    output.WriteError(ErrorRecords.ReportExists(path, "-NoClobber leaves it as it is. Give another -Path"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                output.WriteError(ErrorRecords.ReportNotWritten(path, e));
            }
        });
    }

    private string? PathFor(IReportWriter writer)
    {
        // A run's id makes a good name, but a result may come from anywhere.
        var name = $"{NotForNames().Replace(InputObject.RunId, "-")}.{writer.Extension}";
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path ?? ".", out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            WriteError(ErrorRecords.ReportPathInvalid(Path ?? path, provider.Name));
            return null;
        }

        return Directory.Exists(path) ? System.IO.Path.Combine(path, name) : path;
    }

    [GeneratedRegex("^[^A-Za-z0-9]|[^A-Za-z0-9._-]")]
    private static partial Regex NotForNames();
}
