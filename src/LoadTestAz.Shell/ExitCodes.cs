namespace LoadTestAz.Shell;

/// <summary>The codes that the program ends with when no script says another.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A terminating error.</summary>
    public const int Failure = 1;

    /// <summary>The command line can't be understood (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>Ctrl+C: 128 plus SIGINT.</summary>
    public const int Interrupted = 130;
}
