namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>What came of one request.</summary>
internal sealed record ArmAnswer
{
    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public required int Status { get; init; }

    /// <summary>The error's code, as in <c>ContainerGroupQuotaReached</c>; null without one.</summary>
    public string? Code { get; init; }

    /// <summary>The error in the service's words, or why there was no answer; empty without one.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long the service asks to wait; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The service's time when it answered, in whole seconds; null when it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Where the operation that was begun can be followed; null without one.</summary>
    public Uri? Operation { get; init; }

    /// <summary>The service's id for this request; null when there was no answer.</summary>
    public string? RequestId { get; init; }

    /// <summary>The body.</summary>
    public BinaryData Content { get; init; } = BinaryData.Empty;

    /// <summary>Done, or accepted.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Nothing of that name.</summary>
    public bool IsNotFound => Status is 404;

    /// <summary>Too many requests: certainly not done.</summary>
    public bool IsThrottled => Status is 429;

    /// <summary>Nobody knows whether it was done: no answer, or one that came from somewhere on the way.</summary>
    public bool IsUncertain => Status is 0 or 408 or >= 500;

    /// <summary>For messages: <c>409 ContainerGroupQuotaReached: ...</c></summary>
    public override string ToString()
    {
        var head = Status == 0 ? "no answer" : $"{Status} {Code}".TrimEnd();
        return Message.Length == 0 ? head : $"{head}: {Message}";
    }
}
