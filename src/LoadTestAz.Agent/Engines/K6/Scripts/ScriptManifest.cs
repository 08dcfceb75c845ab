namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary><c>loadtest.json</c>, the first file of a bundle.</summary>
/// <param name="Entry">The bundle's file that k6 shall run: the script, or an archive of k6's.</param>
internal sealed record ScriptManifest(string Entry)
{
    /// <summary>Its name in the bundle.</summary>
    public const string Name = "loadtest.json";
}
