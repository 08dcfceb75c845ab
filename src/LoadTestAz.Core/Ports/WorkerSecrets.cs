namespace LoadTestAz.Ports;

/// <summary>
/// The values of a plan's secrets, on their way from the session that starts a run to its workers. They are no part of the
/// plan, nor of any document: nothing that is saved or shown can hold them. A platform hands them over as environment
/// variables that it shows to nobody; a worker finds them there by the names in the plan.
/// </summary>
public sealed class WorkerSecrets
{
    /// <summary>No secrets.</summary>
    public static readonly WorkerSecrets None = Of([], _ => null);

    // A field, never a property: serialisers and format views walk properties.
    private readonly Dictionary<string, string> _values;

    private WorkerSecrets(Dictionary<string, string> values, string[] missing) => (_values, Missing) = (values, missing);

    /// <summary>The names of those that are there.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The names that nothing was found for.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Collects the values of the given names.</summary>
    /// <param name="names">As the plan has them.</param>
    /// <param name="find">Gives the value of a name. An empty one counts as none: nobody means that by a secret.</param>
    public static WorkerSecrets Of(IReadOnlyList<string> names, Func<string, string?> find)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (find(name) is { Length: > 0 } value)
                values[name] = value;
        }

        return new WorkerSecrets(values, [.. names.Where(name => !values.ContainsKey(name))]);
    }

    /// <summary>The value of a secret; null when there is none of that name.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Puts all of them into a process's environment.</summary>
    public void CopyTo(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in _values)
            environment[name] = value;
    }

    /// <summary>Tells how many there are, and nothing else.</summary>
    public override string ToString() => $"{_values.Count} secrets";
}
