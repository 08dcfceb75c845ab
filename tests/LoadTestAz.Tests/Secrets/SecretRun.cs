using System.Management.Automation;
using System.Security;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Secrets;

/// <summary>Runs a script in a session that shows all it can, and keeps everything that it wrote.</summary>
internal sealed class SecretRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;
    private readonly List<string> _variables = [];

    public SecretRun(bool verbose = true)
    {
        _session = new ModuleRunspace(_folder.Path);
        if (verbose)
            _session.Run("$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $InformationPreference = 'Continue'");
    }

    /// <summary>The store and all else that was written to disk.</summary>
    public string Folder => _folder.Path;

    /// <summary>Every object of every stream, serialised as for another machine: properties of properties.</summary>
    public List<string> Written { get; } = [];

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Sets a variable of this process until the end of the test.</summary>
    public void SetEnvironment(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Makes $secure a secure string.</summary>
    public void SetSecure(string value)
    {
        var secure = new SecureString();
        foreach (var c in value)
            secure.AppendChar(c);
        using var shell = _session.Script("param($value) $global:secure = $value");
        shell.AddParameter("value", secure).Invoke();
    }

    /// <summary>Runs a script; errors are kept, not thrown.</summary>
    public List<PSObject> Run(string script)
    {
        using var shell = _session.Script(script);
        var output = new List<PSObject>();
        try
        {
            output.AddRange(shell.Invoke());
        }
        catch (RuntimeException e)
        {
            Keep(e.ErrorRecord);
        }

        foreach (var item in output.Cast<object?>().Concat(shell.Streams.Error).Concat(shell.Streams.Warning).Concat(shell.Streams.Verbose).Concat(shell.Streams.Debug).Concat(shell.Streams.Information).Concat(shell.Streams.Progress))
            Keep(item);
        return output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var name in _variables)
            Environment.SetEnvironmentVariable(name, null);
        _session.Dispose();
        _folder.Dispose();
    }

    private void Keep(object? item)
    {
        if (item is null)
            return;
        Written.Add(item.ToString() ?? "");
        if (item is not ErrorRecord error)
        {
            Written.Add(PSSerializer.Serialize(item, depth: 6));
            return;
        }

        // An error holds on to the whole session; deeper than this only its own parts are of interest.
        Written.Add(PSSerializer.Serialize(error, depth: 2));
        Written.Add(PSSerializer.Serialize(error.TargetObject, depth: 6));
        Written.Add($"{error.InvocationInfo?.Line} {error.InvocationInfo?.Statement} {error.ScriptStackTrace} {error.ErrorDetails}");
        foreach (var bound in error.InvocationInfo?.BoundParameters ?? [])
            Written.Add($"{bound.Key}: {PSSerializer.Serialize(bound.Value, depth: 6)}");
        for (var e = error.Exception; e is not null; e = e.InnerException)
            Written.Add(e.ToString());
    }
}
