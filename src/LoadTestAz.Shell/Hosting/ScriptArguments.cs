using System.Management.Automation.Runspaces;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// A script's arguments from the command line, as <c>pwsh -File</c> understands them: <c>-Name value</c>,
/// <c>-Name:value</c>, <c>-Switch</c>, <c>-Switch:$false</c>, and values by position. All values are text.
/// </summary>
internal static class ScriptArguments
{
    public static IEnumerable<CommandParameter> Parse(IEnumerable<string> arguments)
    {
        string? pending = null;
        foreach (string argument in arguments)
        {
            if (pending is not null)
            {
                yield return new CommandParameter(pending, argument);
                pending = null;
            }
            else if (argument is not ['-', not (>= '0' and <= '9' or '.'), ..])
            {
                yield return new CommandParameter(null, argument);
            }
            else if (argument.IndexOf(':') is int colon && colon < 0)
            {
                // With its dash and no value, the binder takes the next argument as the value unless this is a switch.
                yield return new CommandParameter(argument);
            }
            else if (colon == argument.Length - 1)
            {
                pending = argument[..colon];
            }
            else
            {
                string value = argument[(colon + 1)..];
                yield return new CommandParameter(argument[..colon], BooleanOf(value) ?? (object)value);
            }
        }

        if (pending is not null)
            yield return new CommandParameter(pending);
    }

    private static bool? BooleanOf(string value) => value.ToLowerInvariant() switch
    {
        "$true" or "true" => true,
        "$false" or "false" => false,
        _ => null,
    };
}
