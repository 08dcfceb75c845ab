using System.Management.Automation;
using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Hosting;

/// <summary>Opens the store that -Store, the environment or the current folder names.</summary>
internal static class Stores
{
    /// <summary>Names the store where -Store is not given.</summary>
    public const string EnvironmentVariable = "LOADTEST_STORE";

    /// <summary>The folder used when nothing is named, in the current location.</summary>
    public const string DefaultFolder = "loadtest-results";

    /// <summary>Opens a store: a folder, or a blob container by its https URL.</summary>
    /// <exception cref="StoreException">The location makes no sense or can't be used.</exception>
    public static IResultStore Open(string? location, PSCmdlet cmdlet)
    {
        location ??= Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named ? named : DefaultFolder;
        return location.Contains("://", StringComparison.Ordinal)
            ? PrivateSide.Blobs.Open(location)
            : new FolderResultStore(cmdlet.GetUnresolvedProviderPathFromPSPath(location));
    }
}
