namespace LoadTestAz.Shell.Commands;

/// <summary>Stands for an error that a script described by text alone.</summary>
public sealed class WriteErrorException(string? message) : Exception(message)
{
    /// <summary>pwsh's id of such an error, for scripts that test for it.</summary>
    internal const string ErrorId = "Microsoft.PowerShell.Commands.WriteErrorException";
}
