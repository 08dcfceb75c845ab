using System.Text.RegularExpressions;

namespace LoadTestAz.Plans.Binding;

/// <summary>Binds the items of <c>test.requests</c>. A single text is a GET of that address.</summary>
internal static partial class RequestBinder
{
    private static readonly string[] UsualMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

    /// <summary>A request, or null with a mistake.</summary>
    /// <param name="value">The item.</param>
    /// <param name="target">The target; null when there is none, or a bad one.</param>
    /// <param name="hasTarget">There is a target, if a bad one.</param>
    /// <param name="variables">What <c>${NAME}</c> may stand for.</param>
    public static LoadTestRequest? Bind(PlanValue value, Uri? target, bool hasTarget, IReadOnlySet<string> variables)
    {
        if (value.Node is not PlanMapping)
            return Url(value, target, hasTarget, variables) is { } get ? new LoadTestRequest { Url = get, Name = get.AbsoluteUri } : null;

        var section = PlanSection.Of(value, PlanSchema.Request);
        var url = section.Value("url") is { } given ? Url(given, target, hasTarget, variables) : target;
        var request = new LoadTestRequest
        {
            Method = section.Value("method") is { } method ? Method(method) : "GET",
            Url = url ?? new Uri("http://localhost"),
            Name = section.Value("name")?.Text() ?? url?.AbsoluteUri ?? "",
            Headers = Headers(section, variables),
            Body = section.Value("body") is { } body ? Body(body, variables) : null,
            ExpectStatus = section.Items("expect_status").Select(status => status.Integer(100, 599)).OfType<int>().ToArray(),
        };
        if (section.Find("url") is null && !hasTarget)
            value.Context.Missing(value.Node, $"{value.Path}.url", "missing, and there is no test.target_url to go to instead");
        return url is null ? null : request;
    }

    // Addresses stand in logs, tags and results: no place for what is filled in later.
    private static Uri? Url(PlanValue value, Uri? target, bool hasTarget, IReadOnlySet<string> variables)
    {
        if (value.Node is PlanScalar scalar && RequestText.Mentioned(scalar.Text).FirstOrDefault(variables.Contains) is { } name)
            value.Warn($"'${{{name}}}' is sent as it stands: variables are filled in in headers and bodies, not in addresses");
        return PlanUrls.Request(value, target, hasTarget);
    }

    private static string Method(PlanValue value)
    {
        var method = value.Text("an HTTP method such as GET")?.ToUpperInvariant() ?? "GET";
        if (!Token().IsMatch(method))
            value.Mistake($"{value.Shown} is no HTTP method; usual are {string.Join(", ", UsualMethods)}");
        else if (!UsualMethods.Contains(method))
            value.Warn($"{value.Shown} is no usual HTTP method", Spelling.Nearest(method, UsualMethods));
        return method;
    }

    private static Dictionary<string, string> Headers(PlanSection section, IReadOnlySet<string> variables)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in section.Entries("headers"))
        {
            if (value.Text() is not { } text)
                continue;
            if (!Token().IsMatch(name))
                (value with { Node = value.Key ?? value.Node }).Mistake($"'{name}' can't be the name of a header field; allowed are letters, digits and '-'");
            else if (text.Any(c => c is '\r' or '\n' or '\0'))
                value.Mistake("a header field is a single line");
            else if (!headers.TryAdd(name, text))
                (value with { Node = value.Key ?? value.Node }).Mistake($"the header field '{name}' is given twice; case makes no difference");
            else
                LookForVariables(value, text, variables);
        }

        return headers;
    }

    private static void LookForVariables(PlanValue value, string text, IReadOnlySet<string> variables)
    {
        if (RequestText.Mentioned(text).FirstOrDefault(name => !variables.Contains(name)) is { } unknown)
            value.Warn($"'${{{unknown}}}' is sent as it stands: {unknown} is neither in test.env nor in test.secrets", Spelling.Nearest(unknown, variables));
    }

    private static string? Body(PlanValue value, IReadOnlySet<string> variables)
    {
        if (value.Node is PlanScalar scalar)
        {
            LookForVariables(value, scalar.Text, variables);
            return value.Text();
        }

        value.Mistake($"is {value.Node.Kind}; a body is a text: write JSON in quotes, or as a block after '|'");
        return null;
    }

    // RFC 9110, 5.6.2
    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~A-Za-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
