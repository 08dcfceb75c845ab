namespace LoadTestAz.AciStandIn.OfficialTypes;

/// <summary>Where a body departs from the official type.</summary>
/// <param name="Path">As in <c>properties.containers[0].name</c>.</param>
/// <param name="Text">What is wrong there.</param>
public sealed record TypeMistake(string Path, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Text}";
}
