using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Arm;

namespace LoadTestAz.AciStandIn.Recording;

/// <summary>A request that came in.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="At">When, by the stand-in's clock.</param>
/// <param name="Call">What it asked for.</param>
/// <param name="Method">HTTP verb.</param>
/// <param name="Path">With the query.</param>
/// <param name="Name">The container group; null where there is none.</param>
/// <param name="Body">What was sent, with blanks for the secrets; null for nothing, and for what is not JSON.</param>
public sealed record RecordedRequest(int Number, DateTimeOffset At, ArmCall Call, string Method, string Path, string? Name, JsonObject? Body)
{
    /// <summary>The answer's status; 0 while there is none, and when the connection was cut.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether the connection was cut.</summary>
    public bool Cut { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Number,4} {Method,-6} {Path} -> {(Cut ? "cut" : Status)}";
}
