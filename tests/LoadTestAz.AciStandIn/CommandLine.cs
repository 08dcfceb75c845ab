using System.Globalization;

namespace LoadTestAz.AciStandIn;

/// <summary>What the program was started with.</summary>
internal sealed record CommandLine
{
    public const string Usage =
        """
        A stand-in of Azure for rehearsals: container groups run as processes of LoadTestAz.Worker on this machine, and
        results go to Azurite. Ctrl+C ends it and all that it started.

          --port N         ARM's port (a free one)
          --faults FILE    what is to go wrong, as JSON; see README.md
          --worker FILE    the worker program (the one built with this program)
          --blob URL       a blob endpoint to use instead of Azurite
          --pull TIME      how long an image's pull takes (2s)
          --folder FOLDER  where to put plan.yaml, certificate.pem and key.pem, for programs that are started by others
          --identity-port N  the managed identity's port (a free one)
        """;

    public int Port { get; private init; }

    public string? Faults { get; private init; }

    public string? Worker { get; private init; }

    public Uri? Blob { get; private init; }

    public TimeSpan PullTime { get; private init; } = TimeSpan.FromSeconds(2);

    public string? Folder { get; private init; }

    public int IdentityPort { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They are not right; the message says which and why.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name is "--help" or "-h" or "-?")
                return line with { Help = true };
            if (i + 1 == arguments.Count)
                throw new FormatException($"'{name}' has no value, or is not known. --help lists what there is.");
            var value = arguments[++i];
            line = name switch
            {
                "--port" => line with { Port = PortOf(value) },
                "--identity-port" => line with { IdentityPort = PortOf(value) },
                "--folder" => line with { Folder = Path.GetFullPath(value) },
                "--faults" => line with { Faults = value },
                "--worker" => line with { Worker = Path.GetFullPath(value) },
                "--blob" => line with { Blob = Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri : throw new FormatException($"'{value}' is no https address of a blob endpoint.") },
                "--pull" => line with { PullTime = Plans.K6Duration.Parse(value) },
                _ => throw new FormatException($"'{name}' is not known. --help lists what there is."),
            };
        }

        return line;
    }

    private static int PortOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port : throw new FormatException($"'{value}' is no port.");
}
