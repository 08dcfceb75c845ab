namespace LoadTestAz.Plans.Binding;

/// <summary>
/// A mapping whose keys are known beforehand. A section that is empty is one that is not there: people comment out
/// keys and leave the heading. A key without a value is a mistake, since it says nothing about the default.
/// </summary>
internal sealed class PlanSection
{
    private readonly PlanContext _context;
    private readonly PlanMapping? _mapping;

    private PlanSection(PlanContext context, PlanNode? node, string path, string schema)
    {
        (_context, _mapping, Path) = (context, node as PlanMapping, path);
        if (node is not (null or PlanMapping or PlanScalar { IsNull: true }))
            context.Mistake(node, path, $"is {node.Kind}; allowed is a mapping of {Keys(schema)}");
        foreach (var key in _mapping?.Entries.Select(entry => entry.Key) ?? [])
        {
            if (PlanSchema.Sections[schema].Contains(key.Text))
                continue;
            var suggestion = PlanSchema.Suggest(schema, key.Text);
            var (message, meant) = suggestion is null ? ($"unknown key; known are {Keys(schema)}", null)
                : path.Length > 0 && PlanSchema.Sections[""].Contains(suggestion) ? ($"unknown key; '{suggestion}' stands at the top level, beside 'test'", null)
                : ("unknown key", suggestion);
            context.Mistake(key, Join(path, key.Text), message, key.Text, meant);
        }
    }

    /// <summary>Where it stands in the file.</summary>
    public string Path { get; }

    /// <summary>The place to point at when something is missing from it; null when it is not in the file.</summary>
    public PlanNode? Node => _mapping;

    /// <summary>The whole file.</summary>
    public static PlanSection Root(PlanContext context, PlanNode? node) => new(context, node, "", "");

    /// <summary>A mapping inside a list.</summary>
    public static PlanSection Of(PlanValue value, string schema) => new(value.Context, value.Node, value.Path, schema);

    /// <summary>The section of that key.</summary>
    public PlanSection Section(string key)
    {
        var path = Join(Path, key);
        return new PlanSection(_context, _context.Overrides.Find(path) ?? Find(key), path, path);
    }

    /// <summary>The value of that key, from the parameters or else from the file; null when it is not there.</summary>
    public PlanValue? Value(string key)
    {
        if (Optional(key) is not { } value)
            return null;
        if (!value.IsNull)
            return value;
        value.Mistake("has no value; give it one, or leave the key out");
        return null;
    }

    /// <summary>The items of a list; nothing when the key is not there. A single value is a list of one.</summary>
    public IEnumerable<PlanValue> Items(string key) => Optional(key) is { IsNull: false } value ? value.Items() : [];

    /// <summary>The entries of a mapping with free keys, parameters before the file; nothing when the key is not there.</summary>
    public IEnumerable<KeyValuePair<string, PlanValue>> Entries(string key)
    {
        var path = Join(Path, key);
        var seen = new HashSet<string>();
        foreach (var node in new[] { _context.Overrides.Find(path), Find(key) })
        {
            if (node is not (null or PlanMapping or PlanScalar { IsNull: true }))
                _context.Mistake(node, path, $"is {node.Kind}; allowed is a mapping");
            foreach (var entry in (node as PlanMapping)?.Entries ?? [])
            {
                if (seen.Add(entry.Key.Text))
                    yield return new(entry.Key.Text, new PlanValue(_context, entry.Value, Join(path, entry.Key.Text)) { Key = entry.Key });
            }
        }
    }

    private PlanValue? Optional(string key)
    {
        var path = Join(Path, key);
        return (_context.Overrides.Find(path) ?? Find(key)) is { } node ? new PlanValue(_context, node, path) : null;
    }

    /// <summary>What the file has under that key, whatever it is.</summary>
    public PlanNode? Find(string key) => _mapping?.Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Keys(string schema) => string.Join(", ", PlanSchema.Sections[schema]);
}
