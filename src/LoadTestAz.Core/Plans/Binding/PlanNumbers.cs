using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadTestAz.Plans.Binding;

/// <summary>
/// Numbers that mean the same to everybody. YAML 1.1 reads <c>010</c> as 8 and <c>1_000</c> as 1000, YAML 1.2 does not:
/// such a number is refused, with the plain one as a suggestion where there is no doubt.
/// </summary>
internal static partial class PlanNumbers
{
    /// <summary>Decimal digits without leading zeros, a sign if need be.</summary>
    public static bool IsInteger(string text) => Integer().IsMatch(text);

    /// <summary>A finite decimal number, with a fraction or an exponent if need be.</summary>
    public static bool TryReal(string text, out double number)
    {
        number = 0;
        return Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>The plain whole number that was meant; null when there is no telling.</summary>
    public static string? SuggestInteger(string text)
    {
        var digits = Separators().Replace(text, "");
        if (digits != text && IsInteger(digits))
            return digits;
        return TryReal(text, out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The plain number that was meant; null when there is no telling.</summary>
    public static string? SuggestReal(string text)
    {
        var plain = DecimalComma().IsMatch(text) ? text.Replace(',', '.') : Separators().Replace(text, "");
        return plain != text && TryReal(plain, out _) ? plain : null;
    }

    [GeneratedRegex(@"\A[+-]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Real();

    [GeneratedRegex(@"(?<=[0-9])[_,' ](?=[0-9]{3}(?![0-9]))", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[+-]?[0-9]+,[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();
}
