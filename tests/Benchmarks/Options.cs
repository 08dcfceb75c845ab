using System.Globalization;

namespace LoadTestAz.Benchmarks;

/// <summary>Options of the form <c>--name value</c>; what is not known is a mistake.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="BenchmarkException">There is one that is not known, or has no value.</exception>
    public Options(IReadOnlyList<string> arguments, params string[] known)
    {
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..] : "";
            if (!known.Contains(name) || i + 1 == arguments.Count)
                throw new BenchmarkException($"'{arguments[i]}' is no option, or has no value; options are {string.Join(", ", known.Select(k => $"--{k} VALUE"))}.");
            _values[name] = arguments[i + 1];
        }
    }

    /// <summary>A text, or null when it was not given.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BenchmarkException($"--{name} is a whole number from {least} to {most}, not '{text}'.");
    }

    /// <summary>Some of a list of names, by default all.</summary>
    public IReadOnlyList<T> Choice<T>(string name, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        if (Text(name) is not { } text)
            return all;
        return [.. text.Split(',').Select(wanted => all.FirstOrDefault(item => nameOf(item) == wanted)
            ?? throw new BenchmarkException($"--{name} has '{wanted}'; there are {string.Join(", ", all.Select(nameOf))}."))];
    }
}
