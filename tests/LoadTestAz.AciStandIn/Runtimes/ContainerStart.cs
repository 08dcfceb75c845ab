namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>What a container is started with.</summary>
/// <param name="Group">The container group.</param>
/// <param name="Container">Its name in the group.</param>
/// <param name="Image">The image, which no runtime here looks into.</param>
/// <param name="Command">What to run instead of the image's own; empty for that.</param>
/// <param name="Environment">Its environment, secure values among it.</param>
/// <param name="Print">Takes each line that it prints.</param>
public sealed record ContainerStart(
    string Group, string Container, string Image, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, Action<string> Print);
