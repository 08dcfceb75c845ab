using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>A k6 on this machine.</summary>
/// <param name="Path">Full path of the program.</param>
/// <param name="Version">Its version, such as 2.2.0.</param>
/// <param name="VersionText">What it says of itself, such as <c>v2.2.0</c> or <c>v1.0.0-rc1</c>.</param>
public sealed partial record K6Binary(string Path, Version Version, string VersionText)
{
    /// <summary>Names the program where it is not on the PATH.</summary>
    public const string PathVariable = "LOADTEST_K6";

    /// <summary>How to get one, for messages.</summary>
    public const string HowToGet =
        "Install k6 v0.49 or later (https://grafana.com/docs/k6/latest/set-up/install-k6/; one file, no installer needed), and put it on the PATH or name it by " + PathVariable + ".";

    /// <summary>The oldest version that this engine knows.</summary>
    public static readonly Version Oldest = new(0, 49, 0);

    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Looks for the program: a given path, then LOADTEST_K6, then the PATH. Null when there is none.</summary>
    /// <param name="given">A path that was asked for; null for none. When it is wrong, nothing else is taken in its place.</param>
    /// <param name="variable">Reads the environment.</param>
    public static string? Find(string? given, Func<string, string?> variable)
    {
        if ((string.IsNullOrWhiteSpace(given) ? variable(PathVariable) : given) is { } named && !string.IsNullOrWhiteSpace(named))
            return File.Exists(named) ? System.IO.Path.GetFullPath(named) : null;

        // Only whole paths: a program must not be taken from the folder that happens to be the current one.
        var name = OperatingSystem.IsWindows() ? "k6.exe" : "k6";
        return (variable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(System.IO.Path.IsPathFullyQualified)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Whether a certain k6 is asked for, by a given path or LOADTEST_K6, rather than whichever the PATH has.</summary>
    public static bool IsNamed(string? given, Func<string, string?> variable) =>
        !string.IsNullOrWhiteSpace(given) || !string.IsNullOrWhiteSpace(variable(PathVariable));

    /// <summary>Looks for the program as <see cref="Find"/> does, in this process's environment. Null when none is named and none is there.</summary>
    /// <exception cref="PlanException">One is named, by the plan or the environment, and is not there.</exception>
    public static string? FindRequired(string? given)
    {
        var found = Find(given, Environment.GetEnvironmentVariable);
        var named = given ?? Environment.GetEnvironmentVariable(PathVariable);
        return found is not null || string.IsNullOrWhiteSpace(named)
            ? found
            : throw new PlanException([new PlanMistake(null, null, null, given is null ? PathVariable : "-K6Path", named, WhyMissing(given, Environment.GetEnvironmentVariable))]);
    }

    /// <summary>Why <see cref="Find"/> found none, and what to do about it.</summary>
    public static string WhyMissing(string? given, Func<string, string?> variable) =>
        !string.IsNullOrWhiteSpace(given) ? $"There is no k6 at '{given}'. {HowToGet}"
        : variable(PathVariable) is { } named && !string.IsNullOrWhiteSpace(named) ? $"{PathVariable} is '{named}', and there is no such file. {HowToGet}"
        : $"There is no k6 on this machine: {PathVariable} is not set, and no folder of the PATH has it. {HowToGet}";

    /// <summary>Asks the program for its version.</summary>
    /// <exception cref="EngineException">It does not run, is no k6, or is too old.</exception>
    public static async Task<K6Binary> OpenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true };
        start.ArgumentList.Add("version");
        K6Environment.Apply(start.Environment, K6Environment.NoCallHome);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var bound = new CancellationTokenSource(VersionTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
            try
            {
                var error = process.StandardError.ReadToEndAsync(either.Token);
                var text = await process.StandardOutput.ReadToEndAsync(either.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
                return Parse(path, text + await error.ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new EngineException(WorkerCause.EngineError, $"'{path} version' gave no answer within {VersionTimeout.TotalSeconds} s. {HowToGet}");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception e)
        {
            throw new EngineException(WorkerCause.EngineError, $"'{path}' can't be run: {e.Message}. {HowToGet}", e);
        }
    }

    /// <summary>Reads what <c>k6 version</c> printed.</summary>
    /// <exception cref="EngineException">It is no k6, or too old.</exception>
    internal static K6Binary Parse(string path, string output)
    {
        if (VersionPattern().Match(output) is not { Success: true } match)
            throw new EngineException(WorkerCause.EngineError, $"'{path} version' does not answer as k6 does. {HowToGet}");
        var version = new Version(int.Parse(match.Groups[2].ValueSpan), int.Parse(match.Groups[3].ValueSpan), int.Parse(match.Groups[4].ValueSpan));
        return version >= Oldest
            ? new K6Binary(path, version, match.Groups[1].Value)
            : throw new EngineException(WorkerCause.EngineError, $"'{path}' is k6 {match.Groups[1].Value}, too old by now. {HowToGet}");
    }

    // "k6 v0.49.0 (go1.21.6, linux/amd64)"; the first word is the program's own name since v1.
    // Source: https://github.com/grafana/k6/blob/v2.2.0/internal/cmd/version.go
    [GeneratedRegex(@"^\S+ (v(\d{1,6})\.(\d{1,6})\.(\d{1,6})\S*)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex VersionPattern();
}
