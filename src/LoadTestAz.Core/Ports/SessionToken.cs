namespace LoadTestAz.Ports;

/// <summary>An access token that the session gave.</summary>
public sealed class SessionToken(string value, DateTimeOffset expiresAt)
{
    // A field, never a property: serialisers and format views walk properties.
    private readonly string _value = value;

    /// <summary>When it is of no use any more.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>The token itself.</summary>
    public string Reveal() => _value;

    /// <summary>Never the token.</summary>
    public override string ToString() => $"token until {ExpiresAt:u}";
}
