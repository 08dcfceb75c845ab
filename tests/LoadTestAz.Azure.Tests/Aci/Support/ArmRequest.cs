namespace LoadTestAz.Azure.Tests.Aci.Support;

/// <summary>A request as the service saw it.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Uri">Its address.</param>
/// <param name="Group">The container group that it names; null when it names none.</param>
/// <param name="At">When it came, by the test's clock.</param>
/// <param name="Body">Its body; null without one.</param>
/// <param name="Authorization">The header of that name.</param>
internal sealed record ArmRequest(string Method, Uri Uri, string? Group, DateTimeOffset At, string? Body, string? Authorization);
