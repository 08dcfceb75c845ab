using System.Globalization;
using System.Text.Json;

namespace LoadTestAz.Plans.Binding;

/// <summary>
/// A value and where it came from. Each method reads it as something, or records a mistake that says what is allowed
/// and returns null. A quoted number is a number: what is meant is beyond doubt, and templates quote everything.
/// </summary>
internal readonly record struct PlanValue(PlanContext Context, PlanNode Node, string Path)
{
    /// <summary>Longer values are cut in messages.</summary>
    private const int MaxShown = 60;

    private const string AnyText = "a text";

    /// <summary>The key it stands under, where keys are free.</summary>
    public PlanScalar? Key { get; init; }

    /// <summary>Nothing was written.</summary>
    public bool IsNull => Node is PlanScalar { IsNull: true };

    /// <summary>The word for a member of an enum, in files and messages: <c>on_success</c>.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>A number as messages show it.</summary>
    public static string Show(double number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>The value in quotes, cut where it is long; what kind of thing it is when it is no single value.</summary>
    public string Shown => Node is not PlanScalar { Text: var text } ? Node.Kind : text.Length <= MaxShown ? $"'{text}'" : $"'{text[..MaxShown]}...'";

    /// <summary>Records a mistake here.</summary>
    public void Mistake(string message, string? suggestion = null) =>
        Context.Mistake(Node, Path, message, (Node as PlanScalar)?.Text, suggestion);

    /// <summary>Records something odd here.</summary>
    public void Warn(string message, string? suggestion = null) => Context.Warn(Node, Path, message, suggestion);

    /// <summary>A text; numbers and booleans are taken as they are written.</summary>
    public string? Text(string allowed = AnyText)
    {
        if (Node is PlanScalar { IsNull: false } scalar)
            return scalar.Text;
        Mistake(!IsNull ? $"is {Node.Kind}; allowed is {allowed}" : allowed == AnyText ? "has no value; write \"\" for an empty text" : $"has no value; allowed is {allowed}");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? Integer(int min, int max)
    {
        var allowed = $"a whole number from {Show(min)} to {Show(max)}";
        if (Text(allowed) is not { } text)
            return null;

        if (!PlanNumbers.IsInteger(text))
            Mistake($"{Shown} is not a plain whole number; allowed is {allowed}", PlanNumbers.SuggestInteger(text));
        else if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            Mistake($"{Shown} is out of range; allowed is {allowed}");
        else
            return number;
        return null;
    }

    /// <summary>A number.</summary>
    public double? Number(double min, double max, string unit = "")
    {
        var allowed = $"a number from {Show(min)} to {Show(max)}{unit}";
        if (Text(allowed) is not { } text)
            return null;

        if (!PlanNumbers.TryReal(text, out var number))
            Mistake($"{Shown} is not a number; allowed is {allowed}", PlanNumbers.SuggestReal(text));
        else if (number < min || number > max)
            Mistake($"{Shown} is out of range; allowed is {allowed}");
        else
            return number;
        return null;
    }

    /// <summary>A share: 0 to 1, or 0% to 100%.</summary>
    public double? Share()
    {
        const string Allowed = "a share from 0 to 1, or from 0% to 100%";
        if (Text(Allowed) is not { } text)
            return null;

        var percent = text.EndsWith('%');
        if (!PlanNumbers.TryReal(percent ? text[..^1] : text, out var number))
            Mistake($"{Shown} is not a number; allowed is {Allowed}", PlanNumbers.SuggestReal(text));
        else if (number < 0 || number > (percent ? 100 : 1))
            Mistake($"{Shown} is out of range; allowed is {Allowed}", number is > 1 and <= 100 ? text + "%" : null);
        else
            return percent ? number / 100 : number;
        return null;
    }

    /// <summary>True or false. YAML 1.1's yes, no, on and off are texts today, and are refused rather than guessed at.</summary>
    public bool? Boolean()
    {
        const string Allowed = "true or false";
        switch (Text(Allowed))
        {
            case null:
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case var text:
                Mistake($"{Shown} is neither true nor false", text.ToLowerInvariant() switch { "yes" or "on" or "y" or "1" => "true", "no" or "off" or "n" or "0" => "false", _ => null });
                return null;
        }
    }

    /// <summary>A duration in k6's format.</summary>
    public TimeSpan? Duration(TimeSpan min, TimeSpan max)
    {
        if (Text("a duration such as \"30s\"") is not { } text)
            return null;

        if (!K6Duration.TryParse(text, out var duration, out var error))
            Mistake($"{Shown} is no duration: {error}", PlanNumbers.TryReal(text, out _) ? text + "s" : null);
        else if (duration < min || duration > max)
            Mistake($"{Shown} is out of range; allowed is {(min <= TimeSpan.FromTicks(1) ? "more than 0s" : $"at least {K6Duration.Format(min)}")} and at most {K6Duration.Format(max)}");
        else
            return duration;
        return null;
    }

    /// <summary>One of some words, whatever their case.</summary>
    public T? Choice<T>(params T[] allowed)
        where T : struct, Enum
    {
        var words = allowed.Select(value => Word(value)).ToList();
        var all = string.Join(", ", words);
        if (Text($"one of {all}") is not { } text)
            return null;

        var index = words.FindIndex(word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return allowed[index];
        Mistake($"{Shown} is not allowed; allowed are {all}", Spelling.Same(text, words) ?? Spelling.Nearest(text, words));
        return null;
    }

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public IEnumerable<PlanValue> Items()
    {
        if (Node is not PlanSequence sequence)
            return [this];
        var (context, path) = (Context, Path);
        return sequence.Items.Select((item, i) => new PlanValue(context, item, $"{path}[{i}]"));
    }
}
