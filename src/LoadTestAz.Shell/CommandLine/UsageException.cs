namespace LoadTestAz.Shell.CommandLine;

/// <summary>The command line can't be understood; the message says why, the program ends with 64.</summary>
internal sealed class UsageException(string message) : Exception(message);
