using System.Text;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>What k6 runs on one worker.</summary>
/// <param name="Path">Full path of a script, or of an archive of k6's.</param>
/// <param name="SetsOwnLoad">It is a generated script that takes VUS and DURATION by itself; see <see cref="K6ScriptGenerator.SetsOwnLoad"/>.</param>
public sealed record WorkerScript(string Path, bool SetsOwnLoad)
{
    /// <summary>The user's script as it was unpacked, or one made from the plan and written to the worker's folder.</summary>
    /// <param name="context">The worker.</param>
    /// <param name="k6">k6's version.</param>
    public static WorkerScript For(EngineContext context, Version? k6)
    {
        if (context.ScriptFile is { } script)
            return new WorkerScript(script, SetsOwnLoad: false);
        var type = context.Worker.TestType;
        var path = System.IO.Path.Combine(context.WorkFolder, type is TestType.Browser ? "browser.js" : "requests.js");
        File.WriteAllText(path, K6ScriptGenerator.Create(context.Plan, type, k6), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return new WorkerScript(path, K6ScriptGenerator.SetsOwnLoad(type));
    }
}
