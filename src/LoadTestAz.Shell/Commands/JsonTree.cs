using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Numerics;

namespace LoadTestAz.Shell.Commands;

/// <summary>Turns PowerShell objects into dictionaries, lists and simple values down to a depth.</summary>
internal sealed class JsonTree(int depth)
{
    /// <summary>Something lay deeper.</summary>
    public bool IsTruncated { get; private set; }

    public object? Build(object? value) => Build(value, level: 0);

    private object? Build(object? value, int level)
    {
        var wrapper = value as PSObject;
        object? plain = wrapper is null ? value : wrapper.BaseObject;
        if (plain is null or DBNull || ReferenceEquals(plain, System.Management.Automation.Internal.AutomationNull.Value) || ReferenceEquals(plain, NullString.Value))
            return null;
        if (plain is string or char or bool or DateTime or DateTimeOffset or Guid or Uri or BigInteger or Enum || plain.GetType().IsPrimitive || plain is decimal)
            return plain;
        if (level > depth)
        {
            IsTruncated = true;
            return LanguagePrimitives.ConvertTo<string>(value);
        }

        return plain switch
        {
            IDictionary dictionary => BuildDictionary(dictionary, level),
            IEnumerable list => list.Cast<object?>().Select(item => Build(item, level + 1)).ToList(),
            _ => BuildObject(wrapper ?? PSObject.AsPSObject(plain), level),
        };
    }

    private OrderedDictionary BuildDictionary(IDictionary dictionary, int level)
    {
        var result = new OrderedDictionary();
        foreach (DictionaryEntry entry in dictionary)
            result[LanguagePrimitives.ConvertTo<string>(entry.Key)] = Build(entry.Value, level + 1);
        return result;
    }

    private OrderedDictionary BuildObject(PSObject value, int level)
    {
        var result = new OrderedDictionary();
        foreach (PSPropertyInfo property in value.Properties)
            result[property.Name] = Build(ValueOf(property), level + 1);
        return result;
    }

    // A property whose getter throws is null, as in pwsh.
    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
