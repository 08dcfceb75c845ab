using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>Sorts objects; equal ones keep their order.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _objects = [];

    /// <summary>An object.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties to sort by; without any, the objects themselves are compared.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The greatest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Equal ones once only.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Upper and lower case differ.</summary>
    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    /// <summary>Only so many from the start of the sorted ones.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _objects.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        PropertyChoice[] properties = [.. Property.Select(PropertyChoice.Parse)];
        var comparer = new KeyComparer([.. properties.Length == 0 ? [Descending] : properties.Select(p => p.Descending ?? Descending)], !CaseSensitive);
        // The keys are read once an object and not once a comparison: they may be script blocks.
        IEnumerable<(PSObject Object, object?[] Keys)> sorted = _objects
            .Select(o => (Object: o, Keys: properties.Length == 0 ? [o] : properties.Select(p => p.ReadFirst(o)).ToArray()))
            .OrderBy(o => o.Keys, comparer);
        if (Unique)
            sorted = WithoutRepeats(sorted, comparer);
        foreach ((PSObject item, _) in sorted.Take(Top))
            WriteObject(item);
    }

    private static IEnumerable<(PSObject Object, object?[] Keys)> WithoutRepeats(IEnumerable<(PSObject Object, object?[] Keys)> sorted, KeyComparer comparer)
    {
        object?[]? last = null;
        foreach ((PSObject Object, object?[] Keys) item in sorted)
        {
            if (last is null || comparer.Compare(last, item.Keys) != 0)
                yield return item;
            last = item.Keys;
        }
    }

    private sealed class KeyComparer(bool[] descending, bool ignoreCase) : IComparer<object?[]>
    {
        public int Compare(object?[]? x, object?[]? y)
        {
            for (int i = 0; i < descending.Length; i++)
            {
                int order = CompareKeys(x![i], y![i]);
                if (order != 0)
                    return descending[i] ? -order : order;
            }

            return 0;
        }

        private int CompareKeys(object? x, object? y) => LanguagePrimitives.TryCompare(x, y, ignoreCase, out int order)
            ? order
            : string.Compare(TextOf(x), TextOf(y), ignoreCase ? StringComparison.CurrentCultureIgnoreCase : StringComparison.CurrentCulture);

        private static string TextOf(object? value) => value is null ? "" : PSObject.AsPSObject(value).ToString();
    }
}
