using System.Globalization;
using System.Management.Automation;
using LoadTestAz.Plans;

namespace LoadTestAz.Binding;

/// <summary>
/// Lets a time be given as k6 writes it (<c>1m30s</c>), as a TimeSpan, or as a number of seconds, which is what
/// PowerShell's own waits take; without it 5 would be five ticks of 100 ns.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var time = value switch
        {
            TimeSpan given => given,
            string text when K6Duration.TryParse(text, out var duration, out _) => duration,
            string text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var given) => given,
            _ when LanguagePrimitives.TryConvertTo<double>(value, CultureInfo.InvariantCulture, out var seconds) && seconds <= PlanLimits.MaxDuration.TotalSeconds => TimeSpan.FromSeconds(Math.Max(seconds, 0)),
            _ => TimeSpan.Zero,
        };
        return time > TimeSpan.Zero
            ? time
            : throw new ArgumentTransformationMetadataException($"'{value}' is no time to wait. Write it as k6 does ('1m30s'), as a TimeSpan ('00:01:30'), or as a number of seconds above 0.");
    }
}
