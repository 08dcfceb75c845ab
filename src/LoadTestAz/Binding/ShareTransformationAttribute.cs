using System.Globalization;
using System.Management.Automation;

namespace LoadTestAz.Binding;

/// <summary>
/// Lets a share be given as a number from 0 to 1 or as text in percent (<c>95%</c>), as in a plan file. 95 alone is refused
/// rather than guessed at: 1 would be all or a hundredth.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShareTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var text = value as string;
        var isPercent = text?.TrimEnd().EndsWith('%') is true;
        var number = isPercent ? text!.TrimEnd().TrimEnd('%') : value;
        if (value is not null and not bool && LanguagePrimitives.TryConvertTo<double>(number, CultureInfo.InvariantCulture, out var share) && !string.IsNullOrWhiteSpace(text ?? "0"))
        {
            share = isPercent ? share / 100 : share;
            if (share is >= 0 and <= 1)
                return share;
            if (share is > 1 and <= 100 && !isPercent)
                throw new ArgumentTransformationMetadataException(string.Create(CultureInfo.InvariantCulture, $"{share} is out of range: a share is a number from 0 to 1. For {share} percent write {share / 100} or '{share}%'."));
        }

        throw new ArgumentTransformationMetadataException($"'{value}' is no share. Write a number from 0 to 1, such as 0.95, or percent, such as '95%'.");
    }
}
