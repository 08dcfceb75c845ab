using System.Text;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>Packs a plan's script with all that it imports or opens, for its way to the workers.</summary>
public sealed class ScriptPacker(TimeProvider clock)
{
    /// <summary>The plan's secrets: the script may look at them, and they must not travel with it.</summary>
    public WorkerSecrets Secrets { get; init; } = WorkerSecrets.None;

    /// <summary>Packs the script.</summary>
    /// <param name="plan">A plan with a script.</param>
    /// <param name="k6Path">k6, which knows exactly what a script needs; null to find it out by reading the script.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The packed script; null when no worker runs one.</returns>
    /// <exception cref="PlanException">It can't be packed; the mistake says why.</exception>
    public async Task<PackedScript?> PackAsync(LoadTestPlan plan, string? k6Path, CancellationToken cancellationToken)
    {
        if (plan.Workers.FirstOrDefault(worker => plan.ScriptOf(worker) is not null) is not { } worker)
            return null;
        var script = plan.Script!;
        try
        {
            var packed = IsArchive(script) ? new PackedScript(ScriptBundle.OfArchive(ReadBounded(script)), [], IsArchive: true)
                : k6Path is null ? ByReading(script)
                : await ByK6Async(plan, worker, new K6Tool(k6Path, clock, Secrets), cancellationToken).ConfigureAwait(false);
            return Checked(packed, script);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or EngineException)
        {
            throw ScriptMistake.Exception(script, $"can't be packed for the workers: {e.Message}");
        }
    }

    /// <summary>Whether it is an archive of k6's already.</summary>
    internal static bool IsArchive(string script) => Path.GetExtension(script).Equals(".tar", StringComparison.OrdinalIgnoreCase);

    // In an archive of k6's there is more than the user wrote: the options as they came out, and variables.
    private PackedScript Checked(PackedScript packed, string script)
    {
        if (Secrets.Names.Count == 0 || new SecretRedactor(Secrets).NamesIn(Encoding.UTF8.GetString(packed.Content.Span)) is not { Count: > 0 } found)
            return packed;
        var names = string.Join(", ", found);
        return packed.IsArchive
            ? throw ScriptMistake.Exception(script, $"would take the value of a secret along ({names}): the archive that the workers get holds the script's options and variables. Keep secrets out of the options, and make archives with --exclude-env-vars")
            : packed with { Warnings = [.. packed.Warnings, $"The script, or a file that it needs, holds the value of a secret ({names}), and it is saved with the run. Read it from __ENV instead."] };
    }

    private static PackedScript ByReading(string script)
    {
        var files = ScriptFiles.Of(script);
        return new PackedScript(ScriptBundle.Create(files.Files, ScriptFiles.Name(script)), files.Warnings, MayHaveSetup: ScriptSetup.MayBeIn(files.Files.Values));
    }

    private static async Task<PackedScript> ByK6Async(LoadTestPlan plan, LoadTestPlanWorker worker, K6Tool k6, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        try
        {
            // Without --exclude-env-vars the archive would hold the variables, secrets among them.
            var target = Path.Combine(folder, ScriptBundle.ArchiveName);
            var output = await k6.RunAsync(
                ["archive", "--include-system-env-vars", "--exclude-env-vars", "--archive-out", target, plan.Script!],
                ScriptEnvironment.Of(plan, worker), cancellationToken).ConfigureAwait(false);
            if (output.ExitCode != 0)
                throw ScriptMistake.Exception(plan.Script!, k6.ErrorOf(output));
            var content = ReadBounded(target);
            var archive = K6Archive.Read(content);
            return archive.IsBoundToItsPlace
                ? new PackedScript(
                    ScriptBundle.OfArchive(content),
                    ["The script imports modules from the net or names files by absolute paths, so it travels as an archive of k6's: options that depend on __ENV are those of this machine on every worker."],
                    IsArchive: true)
                : new PackedScript(ScriptBundle.Create(archive.Files, archive.Entry!), [], MayHaveSetup: ScriptSetup.MayBeIn(archive.Files.Values));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] ReadBounded(string path) =>
        new FileInfo(path).Length <= ScriptBundle.MaxBytes ? File.ReadAllBytes(path) : throw ScriptBundle.TooLarge();
}
