using System.Collections;
using System.Management.Automation;

namespace LoadTestAz.Binding;

/// <summary>
/// Lets thresholds be given as a table by metric (<c>@{ http_req_duration = 'p(95)&lt;500', 'max&lt;2000' }</c>) or as texts
/// (<c>'http_req_duration: p(95)&lt;500'</c>); a table becomes texts.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ThresholdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            IDictionary table => Flatten(table),
            object?[] items when items.Any(i => Unwrap(i) is IDictionary) => items.SelectMany(i => Unwrap(i) is IDictionary table ? Flatten(table) : [$"{i}"]).ToArray(),
            _ => inputData,
        };
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string[] Flatten(IDictionary table) =>
        [.. Tables.ToLists(table)!.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.Select(expression => $"{t.Key}: {expression}"))];
}
