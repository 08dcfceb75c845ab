using System.Collections;
using System.Management.Automation;
using LoadTestAz.Comparing;

namespace LoadTestAz.Binding;

/// <summary>Lets one tolerance for all be given in place of a table of them; it is judged when the metrics are known.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ToleranceTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            IDictionary table => table,
            var share => new Hashtable { [ComparisonTolerance.Others] = share },
        };
}
