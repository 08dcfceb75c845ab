using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>What is wrong with a plan's script, as a mistake of the plan.</summary>
internal static class ScriptMistake
{
    /// <summary>The setting that all of them concern.</summary>
    private const string Setting = "test.script";

    public static PlanException Exception(string script, string message) =>
        new([new PlanMistake(null, null, null, Setting, script, $"'{Path.GetFileName(script)}' {message}")]);
}
