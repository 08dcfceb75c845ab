using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace LoadTestAz.Binding;

/// <summary>PowerShell's hashtables as the dictionaries that the plan takes.</summary>
internal static class Tables
{
    /// <summary>Every value as text, numbers with a decimal point.</summary>
    public static IReadOnlyDictionary<string, string>? ToTexts(IDictionary? table) => Convert(table, Text);

    /// <summary>Every value, one or several, as a list of texts.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? ToLists(IDictionary? table) =>
        Convert<IReadOnlyList<string>>(table, value => Unwrap(value) is IEnumerable and not string ? [.. ((IEnumerable)Unwrap(value)!).Cast<object?>().Select(Text)] : [Text(value)]);

    private static Dictionary<string, T>? Convert<T>(IDictionary? table, Func<object?, T> convert)
    {
        if (table is null)
            return null;
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
            result[Text(entry.Key)] = convert(entry.Value);
        return result;
    }

    private static string Text(object? value) => System.Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture) ?? "";

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
