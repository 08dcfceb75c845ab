using Azure.Core;
using Azure.Storage.Blobs;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure;

/// <summary>
/// The way in from outside: opens result stores in Azure Blob Storage, signed in as the session is. It is created by name
/// from the module's private load context, so nothing of Azure's shows in its signatures.
/// </summary>
public sealed class AzureStoreFactory : IResultStoreFactory
{
    private readonly Func<string, IResultStore> _open;

    /// <summary>For the session's identity. Nobody signs in before a store is used.</summary>
    public AzureStoreFactory()
        : this(CredentialFactory.ForSession, BlobStoreOptions.Create)
    {
    }

    internal AzureStoreFactory(Func<TokenCredential> newCredential, Func<BlobClientOptions> newOptions)
    {
        // One credential for all stores: it keeps the tokens.
        var credential = new Lazy<TokenCredential>(newCredential);
        _open = location => new BlobResultStore(BlobLocation.Parse(location), credential.Value, newOptions());
    }

    /// <summary>Whether it is a web address. Open refuses those that are not https or not of a container.</summary>
    public bool Accepts(string location) => BlobLocation.IsWebAddress(location);

    /// <inheritdoc/>
    public IResultStore Open(string location) => _open(location);
}
