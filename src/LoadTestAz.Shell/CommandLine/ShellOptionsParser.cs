using System.Globalization;

namespace LoadTestAz.Shell.CommandLine;

/// <summary>
/// Reads the command line. Names are matched without regard to case, with one or two dashes; the first argument that
/// is no option is the script, and all that follows it is the script's.
/// </summary>
internal static class ShellOptionsParser
{
    /// <exception cref="UsageException">An unknown option, a missing value, or options that exclude each other.</exception>
    public static ShellOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ShellOptions();
        int? port = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith('-'))
                return Checked(InMode(options, ShellMode.Script) with { Text = argument, ScriptArguments = [.. arguments.Skip(i + 1)] }, port);
            switch (argument.TrimStart('-').ToLowerInvariant())
            {
                case "command" or "c":
                    // Like pwsh: the rest of the line is the command.
                    string command = string.Join(' ', arguments.Skip(i + 1));
                    if (string.IsNullOrWhiteSpace(command))
                        throw new UsageException("-Command needs the text to run.");
                    return Checked(InMode(options, ShellMode.Command) with { Text = command }, port);
                case "modulepath":
                    options = options with { ModulePath = ValueOf(arguments, ref i) };
                    break;
                case "port":
                    port = ParsePort(ValueOf(arguments, ref i));
                    break;
                case "noninteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "noprogress":
                    options = options with { NoProgress = true };
                    break;
                case "sampletarget":
                    options = InMode(options, ShellMode.SampleTarget);
                    break;
                case "help" or "h" or "?":
                    return options with { Mode = ShellMode.Help };
                case "version" or "v":
                    return options with { Mode = ShellMode.Version };
                default:
                    throw new UsageException($"Unknown option '{argument}'. -Help lists the options; the options of a script stand after its path.");
            }
        }

        return Checked(options, port);
    }

    private static ShellOptions InMode(ShellOptions options, ShellMode mode) => options.Mode == ShellMode.Interactive
        ? options with { Mode = mode }
        : throw new UsageException("-SampleTarget takes neither a script nor -Command.");

    private static ShellOptions Checked(ShellOptions options, int? port)
    {
        if (port is not null && options.Mode != ShellMode.SampleTarget)
            throw new UsageException("-Port belongs to -SampleTarget.");
        return options with { Port = port ?? 0 };
    }

    private static string ValueOf(IReadOnlyList<string> arguments, ref int i) => i + 1 < arguments.Count
        ? arguments[++i]
        : throw new UsageException($"{arguments[i]} needs a value.");

    private static int ParsePort(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue
            ? port
            : throw new UsageException($"-Port takes a number from 0 (any free port) to 65535, not '{value}'.");
}
