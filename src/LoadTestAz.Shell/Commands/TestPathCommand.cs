using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>Whether there is something at a path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PSCmdlet
{
    /// <summary>The path; wildcards are understood.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? Path { get; set; }

    /// <summary>The path, taken as it stands.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? LiteralPath { get; set; }

    /// <summary>What must be there.</summary>
    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; } = TestPathType.Any;

    protected override void ProcessRecord()
    {
        foreach (string? path in LiteralPath ?? Path ?? [])
            WriteObject(!string.IsNullOrWhiteSpace(path) && IsThere(path));
    }

    private bool IsThere(string path)
    {
        try
        {
            string literal = LiteralPath is null ? path : WildcardPattern.Escape(path);
            return PathType switch
            {
                TestPathType.Container => InvokeProvider.Item.IsContainer(literal),
                TestPathType.Leaf => InvokeProvider.Item.Exists(literal) && !InvokeProvider.Item.IsContainer(literal),
                _ => InvokeProvider.Item.Exists(literal),
            };
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or ItemNotFoundException)
        {
            return false;
        }
    }
}
