using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace LoadTestAz.Shell.Commands;

/// <summary>
/// One property as a -Property parameter names it: a name (wildcards too), a script block, or a hashtable with
/// Name/Label, Expression, Ascending and Descending, each of which may be cut short.
/// </summary>
/// <param name="Name">The name to give it; null to keep its own.</param>
/// <param name="Expression">How to get its value.</param>
/// <param name="Descending">The order it asks for, if it asks.</param>
internal sealed record PropertyChoice(string? Name, PSPropertyExpression Expression, bool? Descending = null)
{
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static PropertyChoice Parse(object property)
    {
        object plain = property is PSObject o ? o.BaseObject : property;
        return plain switch
        {
            IDictionary dictionary => FromDictionary(dictionary),
            ScriptBlock block => new(block.ToString().Trim(), new PSPropertyExpression(block)),
            _ => new(null, new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(property))),
        };
    }

    /// <summary>The properties of an object that it stands for (several for a wildcard), with their values.</summary>
    public IEnumerable<(string Name, object? Value)> Read(PSObject input)
    {
        foreach (PSPropertyExpression resolved in Expression.ResolveNames(input))
            yield return (Name ?? resolved.ToString(), First(resolved, input));
    }

    /// <summary>The value of the first property that it stands for; null if there is none.</summary>
    public object? ReadFirst(PSObject input) => Read(input).Select(p => p.Value).FirstOrDefault();

    private static object? First(PSPropertyExpression expression, PSObject input)
    {
        // A property whose getter throws has no value, as in pwsh.
        PSPropertyExpressionResult? result = expression.GetValues(input).FirstOrDefault();
        return result is { Exception: null } ? result.Result : null;
    }

    private static PropertyChoice FromDictionary(IDictionary dictionary)
    {
        string? name = null;
        PSPropertyExpression? expression = null;
        bool? descending = null;
        foreach (DictionaryEntry entry in dictionary)
        {
            string key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (IsShort(key, "name") || IsShort(key, "label"))
                name = LanguagePrimitives.ConvertTo<string>(entry.Value);
            else if (IsShort(key, "expression"))
                expression = Parse(entry.Value ?? throw NotAProperty()).Expression;
            else if (IsShort(key, "descending"))
                descending = LanguagePrimitives.IsTrue(entry.Value);
            else if (IsShort(key, "ascending"))
                descending = !LanguagePrimitives.IsTrue(entry.Value);
            else
                throw new ArgumentException($"A property has no key '{key}'; it takes Name (or Label), Expression, Ascending and Descending.");
        }

        expression ??= name is null ? throw NotAProperty() : new PSPropertyExpression(name);
        return new PropertyChoice(name ?? expression.ToString().Trim(), expression, descending);
    }

    private static bool IsShort(string key, string whole) => key.Length > 0 && whole.StartsWith(key, StringComparison.OrdinalIgnoreCase);

    private static ArgumentException NotAProperty() => new("A property given as a hashtable needs an Expression or a Name.");
}
