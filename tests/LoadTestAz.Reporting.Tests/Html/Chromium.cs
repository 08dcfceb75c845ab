using System.Diagnostics;
using System.Text.Json;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;
using LoadTestAz.Tests.Node;

namespace LoadTestAz.Reporting.Tests.Html;

/// <summary>The machine's Chromium, driven by tests/browser/look.js.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly NodeTools Tools = new("browser");

    /// <summary>Opens the report of a result as readers do, and gives what was seen; pictures are left in the folder.</summary>
    public static async Task<JsonElement> LookAsync(LoadTestResult result, string folder, CancellationToken cancellationToken)
    {
        if (!NodeTools.IsPossible())
            NodeTests.Skip("playwright-core");
        var chromium = PathOrSkip();
        await Tools.EnsureAsync(cancellationToken);
        var report = Path.Combine(folder, "report.html");
        await File.WriteAllBytesAsync(report, Written.Bytes(LoadTestReportFormat.Html, result), cancellationToken);

        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools.Folder, "look.js"), report, chromium, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = Task.WhenAll(node.StandardOutput.ReadToEndAsync(CancellationToken.None), node.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await node.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }

        Assert.True(node.ExitCode == 0, string.Join('\n', await output));
        using var seen = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "seen.json"), cancellationToken));
        return seen.RootElement.Clone();
    }

    // In CI it fails, so that nothing is skipped unnoticed.
    private static string PathOrSkip()
    {
        const string reason = "The HTML report is looked at in Chromium, and there is no 'chromium' on the PATH (Debian's package has that name).";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(_ => new[] { "chromium", "chromium-browser", "google-chrome" }, Path.Combine).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Skip(reason);
        }

        return path;
    }
}
