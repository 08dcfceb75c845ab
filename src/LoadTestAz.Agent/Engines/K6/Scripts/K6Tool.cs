using System.Diagnostics;
using System.Text.Json;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>k6 as a tool for scripts: commands that make no load and end by themselves.</summary>
/// <param name="path">Full path of the k6 binary.</param>
/// <param name="clock">Bounds each command.</param>
/// <param name="secrets">What the script finds in its environment, and what is taken out of all that k6 prints; null for nothing.</param>
internal sealed class K6Tool(string path, TimeProvider clock, WorkerSecrets? secrets = null)
{
    // A script that only looks whether it has its token can be planned without it.
    private const string StandIn = "unknown-while-planning";

    private readonly WorkerSecrets _secrets = secrets ?? WorkerSecrets.None;
    private readonly SecretRedactor _redactor = new(secrets ?? WorkerSecrets.None);

    /// <summary>How long a command may take. Modules that a script imports from the net are fetched within it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    // What a process needs on one system or another; all else stays here, above all K6_*, which k6 takes for options.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "USERPROFILE", "SystemRoot", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    ];

    /// <summary>Full path of the k6 binary.</summary>
    public string Path => path;

    /// <summary>
    /// Runs a command. The script's variables are handed over by environment, never as arguments, which every user of
    /// the machine can see.
    /// </summary>
    /// <exception cref="EngineException">k6 could not be started, or did not end in time.</exception>
    public async Task<K6Output> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true };
        var inherited = Inherited.Select(name => (name, Environment.GetEnvironmentVariable(name))).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in inherited)
        {
            if (value is not null)
                start.Environment[name] = value;
        }

        foreach (var (name, value) in environment.Concat(K6Environment.NoCallHome))
            start.Environment[name] = value;
        start.Environment["K6_LOG_FORMAT"] = "json";
        _secrets.CopyTo(start.Environment);
        foreach (var name in _secrets.Missing)
            start.Environment[name] = StandIn;

        using var process = Start(start);
        process.StandardInput.Close();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(_ => bound.Cancel(), null, Timeout, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
            await Task.WhenAll(output, error, process.WaitForExitAsync(bound.Token)).ConfigureAwait(false);
            return new K6Output(process.ExitCode, RedactedJson.OfText(await output.ConfigureAwait(false), _redactor), _redactor.Redact(await error.ConfigureAwait(false)));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
                throw;
            throw new EngineException(Runs.WorkerCause.EngineError, $"'{path} {start.ArgumentList[0]}' did not end within {Timeout.TotalSeconds} s.");
        }
    }

    /// <summary>What k6 says went wrong: its log lines of level error, without those of the script's console.</summary>
    public string ErrorOf(K6Output output)
    {
        var error = MessagesOf(output);
        return _secrets.Missing.Count == 0
            ? error
            : $"{error} (k6 was given '{StandIn}' for what this session does not have: {string.Join(", ", _secrets.Missing)}. If that is why, set them in its environment.)";
    }

    private static string MessagesOf(K6Output output)
    {
        var messages = new List<string>();
        foreach (var line in output.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                var entry = json.RootElement;
                if (Text(entry, "level") is "error" or "fatal" && Text(entry, "source") is not "console" && Text(entry, "msg") is { } message)
                    messages.Add(WithoutInsides(message));
            }
            catch (JsonException)
            {
                // k6 may also print as it pleases, a panic for example.
            }
        }

        return messages.Count > 0 ? string.Join("; ", messages).Trim() : $"exit code {output.ExitCode} {output.Error.Trim()}".Trim();
    }

    // Lines of a stack that are k6's own say nothing about the script.
    private static string WithoutInsides(string message) => string.Join(
        '\n', message.Split('\n').Where(line => !line.Contains("(native)", StringComparison.Ordinal) && !line.Contains("<internal/", StringComparison.Ordinal))).Trim();

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind is JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EngineException(Runs.WorkerCause.EngineError, $"k6 could not be started from '{start.FileName}': {e.Message}", e);
        }
    }
}
