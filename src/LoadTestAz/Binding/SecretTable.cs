using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace LoadTestAz.Binding;

/// <summary>The hashtable of -Secret: values by name, out of a vault or typed in.</summary>
internal sealed class SecretTable
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _plain = [];
    private readonly List<string> _odd = [];

    /// <summary>Reads a table; null is an empty one.</summary>
    public SecretTable(IDictionary? table)
    {
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            switch (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value)
            {
                case SecureString secure:
                    _values[name] = new NetworkCredential("", secure).Password;
                    break;
                case string text:
                    _values[name] = text;
                    _plain.Add(name);
                    break;
                default:
                    _odd.Add(name);
                    break;
            }
        }
    }

    /// <summary>The names in it.</summary>
    public IEnumerable<string> Names => _values.Keys.Concat(_odd);

    /// <summary>Names of values that were given as plain texts.</summary>
    public IReadOnlyList<string> Plain => _plain;

    /// <summary>Names of values that are neither secure strings nor texts.</summary>
    public IReadOnlyList<string> Odd => _odd;

    /// <summary>The value of a name: the table's, or else the one in this process's environment.</summary>
    public string? Find(string name) => _values.TryGetValue(name, out var value) ? value : Environment.GetEnvironmentVariable(name);
}
