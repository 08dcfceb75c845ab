using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>Reads text files, line by line or whole.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>The files; wildcards are understood.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they stand.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The whole file as one text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Only so many lines from the start.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("First", "Head")]
    [ValidateRange(0L, long.MaxValue)]
    public long TotalCount { get; set; } = long.MaxValue;

    /// <summary>Only so many lines from the end.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = -1;

    protected override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == "Path" ? Path.SelectMany(Resolve) : LiteralPath.Select(SessionState.Path.GetUnresolvedProviderPathFromPSPath))
        {
            try
            {
                Read(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                WriteError(new ErrorRecord(new ItemNotFoundException($"Cannot find path '{path}' because it does not exist.", e), "PathNotFound", ErrorCategory.ObjectNotFound, path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                WriteError(new ErrorRecord(e, "GetContentReaderError", e is IOException ? ErrorCategory.ReadError : ErrorCategory.PermissionDenied, path));
            }
        }
    }

    private IEnumerable<string> Resolve(string path)
    {
        try
        {
            return SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException e)
        {
            WriteError(e.ErrorRecord);
            return [];
        }
    }

    private void Read(string path)
    {
        if (Raw)
        {
            WriteObject(File.ReadAllText(path));
            return;
        }

        IEnumerable<string> lines = File.ReadLines(path);
        long left = TotalCount;
        foreach (string line in Tail >= 0 ? lines.TakeLast(Tail) : lines)
        {
            if (left-- <= 0)
                break;
            WriteObject(line);
        }
    }
}
