using System.Net.Sockets;
using System.Security.Authentication;
using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Blob;

/// <summary>What Blob Storage, the network and the sign-in say, in words for people.</summary>
internal static class BlobStoreErrors
{
    /// <summary>The role that a worker's identity and the user need.</summary>
    public const string Role = "Storage Blob Data Contributor";

    /// <summary>
    /// Whether the error came from the service or from the way there. A connection that breaks at the very instant it is made is
    /// a bare SocketException in .NET 10.
    /// </summary>
    public static bool IsStoreError(Exception e) =>
        e is RequestFailedException or AuthenticationFailedException or IOException or InvalidDataException or HttpRequestException
            or SocketException or AggregateException or OperationCanceledException;

    /// <summary>
    /// Whether a condition failed because the blob is there: 409 is what the service answers to If-None-Match: *, 412 what
    /// it answers to other conditions, and both have been seen.
    /// </summary>
    public static bool IsAlreadyThere(RequestFailedException e) => e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    /// <summary>Whether the blob or its container is not there. Any other 404 comes from something that is no Blob Storage.</summary>
    public static bool IsNotThere(RequestFailedException e) =>
        e.ErrorCode == BlobErrorCode.BlobNotFound || e.ErrorCode == BlobErrorCode.ContainerNotFound;

    /// <summary>The error as users of the store see it.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="location">The container.</param>
    /// <param name="action">What was tried, as in "write 'run/plan.json'".</param>
    public static StoreException From(Exception error, BlobLocation location, string action)
    {
        var what = $"Can't {action} in {location}";
        // After the last of several tries all their errors come together; the last one tells how things stand.
        var cause = error is AggregateException { InnerExceptions: [.., var last] } ? last : error;
        return cause switch
        {
            AuthenticationFailedException e => new(StoreFailure.PermissionDenied, $"{what}: no sign-in. {ErrorText.NoSignIn(e)}", error),
            RequestFailedException { Status: > 0 } e => FromAnswer(e, location, what, error),
            InvalidDataException => new(StoreFailure.Unavailable, $"{what}: what arrived from {location.Uri.Authority} is not what was stored; its checksum does not fit. Try again.", error),
            OperationCanceledException => new(StoreFailure.Unavailable, $"{what}: {location.Uri.Authority} did not answer in time. Check the network between here and there, then try again.", error),
            _ => FromNetwork(cause, location, what, error),
        };
    }

    /// <summary>The container is not there, and the identity may write blobs but not create containers.</summary>
    public static StoreException CannotCreateContainer(RequestFailedException error, BlobLocation location) =>
        new(StoreFailure.PermissionDenied, $"There is no container '{location.Container}' in the account '{location.Account}', and the signed-in identity may not create it ({error.Status} {error.ErrorCode}). Create it yourself, or give the identity the role {Role} on the account.", error);

    private static StoreException FromAnswer(RequestFailedException answer, BlobLocation location, string what, Exception error)
    {
        var said = $"{location.Uri.Authority} answered {answer.Status} {answer.ErrorCode}".TrimEnd();
        return answer.Status switch
        {
            401 => new(StoreFailure.PermissionDenied, $"{what}: {said}. It does not accept the sign-in; sign in to the tenant of the account '{location.Account}'.", error),
            403 when answer.ErrorCode == BlobErrorCode.AuthorizationFailure => new(StoreFailure.PermissionDenied, $"{what}: {said}. Either the account's firewall keeps this network out, or the signed-in identity lacks the role {Role} on the account '{location.Account}' or the container '{location.Container}'.", error),
            403 => new(StoreFailure.PermissionDenied, $"{what}: {said}. Give the signed-in identity the role {Role} on the account '{location.Account}' or the container '{location.Container}'; it may take some minutes until a new role counts.", error),
            404 => new(StoreFailure.NotFound, $"{what}: {said}. Check the address; it must be that of a container in Blob Storage.", error),
            409 when answer.ErrorCode == BlobErrorCode.ContainerBeingDeleted => new(StoreFailure.Unavailable, $"{what}: the container '{location.Container}' is being deleted. Wait a minute, or choose another.", error),
            408 or 429 or >= 500 => new(StoreFailure.Unavailable, $"{what}: {said}. It is overloaded or broken for now; try again later.", error),
            _ => new(StoreFailure.Unavailable, $"{what}: {said}. Request id {answer.GetRawResponse()?.ClientRequestId}.", error),
        };
    }

    private static StoreException FromNetwork(Exception cause, BlobLocation location, string what, Exception error)
    {
        var host = location.Uri.Authority;
        for (var e = cause; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException)
                return new(StoreFailure.Unavailable, $"{what}: the certificate of {host} is not trusted. {ErrorText.FirstLine(e)} Check the address, and whether something in between opens the encryption.", error);
            if (e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData })
                return new(StoreFailure.Unavailable, $"{what}: no address is known for {host}. Check the account's name and the network.", error);
        }

        return new(StoreFailure.Unavailable, $"{what}: {host} can't be reached. {ErrorText.FirstLine(cause)} Check the network between here and there, then try again.", error);
    }
}
