using System.Management.Automation;
using LoadTestAz.Plans;

namespace LoadTestAz.Binding;

/// <summary>Lets a duration be given as k6 writes it or as a TimeSpan; the plan's own reader judges the text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is TimeSpan time ? K6Duration.Format(time) : inputData;
}
