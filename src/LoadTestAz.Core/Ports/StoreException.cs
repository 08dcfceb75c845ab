namespace LoadTestAz.Ports;

/// <summary>Why a store could not do what was asked.</summary>
public enum StoreFailure
{
    /// <summary>No right to it.</summary>
    PermissionDenied,

    /// <summary>The folder, account or container is not there.</summary>
    NotFound,

    /// <summary>The disk or quota is full.</summary>
    Full,

    /// <summary>Not reachable, throttled, or broken for now.</summary>
    Unavailable,

    /// <summary>The location itself makes no sense.</summary>
    InvalidLocation,
}

/// <summary>A store's error, in words for people: the thing, the cause, the next step.</summary>
public sealed class StoreException(StoreFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of failure.</summary>
    public StoreFailure Failure { get; } = failure;
}
