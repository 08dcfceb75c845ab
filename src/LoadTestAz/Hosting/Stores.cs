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

    /// <summary>The store that is meant where none is named.</summary>
    public static string Unnamed => Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named ? named : DefaultFolder;

    /// <summary>Whether a location is an address, such as a blob container's, and no path.</summary>
    public static bool IsAddress(string location) => location.Contains("://", StringComparison.Ordinal);

    /// <summary>Opens a store: a folder, or a blob container by its https URL.</summary>
    /// <param name="location">What -Store says; null for none.</param>
    /// <param name="cmdlet">Who opens it.</param>
    /// <param name="signIn">Who signs in, asked only for a blob container.</param>
    /// <exception cref="StoreException">The location makes no sense or can't be used.</exception>
    public static IResultStore Open(string? location, PSCmdlet cmdlet, Func<AzureSignIn> signIn)
    {
        location ??= Unnamed;
        return IsAddress(location)
            ? PrivateSide.Azure.OpenStore(location, signIn())
            : new FolderResultStore(cmdlet.GetUnresolvedProviderPathFromPSPath(location));
    }
}
