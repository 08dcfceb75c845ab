using System.Buffers;
using System.Text;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>The header fields of a request, checked once.</summary>
internal static class HeaderFields
{
    // https://www.rfc-editor.org/rfc/rfc9110#name-tokens
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly HashSet<string> ContentFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Location", "Content-MD5",
        "Content-Range", "Content-Type", "Expires", "Last-Modified",
    };

    /// <summary>The plan's fields and those that k6 adds: User-Agent, and Authorization for credentials in the address.</summary>
    public static Dictionary<string, string> Of(LoadTestRequest request, string userAgent)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["User-Agent"] = userAgent };
        if (request.Url.UserInfo.Length > 0)
            fields["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(request.Url.UserInfo)));
        foreach (var (name, value) in request.Headers)
            fields[name] = value;

        // The length is that of the body, whatever the plan says; k6 does the same (request.go, MakeRequest).
        fields.Remove("Content-Length");
        return fields;
    }

    /// <summary>Divides fields between the request and its body, as .NET wants them, and finds what can't be sent.</summary>
    public static (List<KeyValuePair<string, string>> Request, List<KeyValuePair<string, string>> Content, RequestError? Invalid) Divide(
        Dictionary<string, string> fields)
    {
        List<KeyValuePair<string, string>> request = [], content = [];
        RequestError? invalid = null;
        foreach (var field in fields)
        {
            // Go's words: https://github.com/golang/go/blob/go1.24.0/src/net/http/transport.go (roundTrip)
            if (field.Key.Length == 0 || field.Key.AsSpan().ContainsAnyExcept(TokenCharacters))
                invalid = new RequestError(RequestError.StatusBase, $"net/http: invalid header field name \"{field.Key}\"");
            else if (field.Value.Any(c => char.IsControl(c) && c != '\t'))
                invalid = new RequestError(RequestError.StatusBase, $"net/http: invalid header field value for \"{field.Key}\"");
            else
                (ContentFields.Contains(field.Key) ? content : request).Add(field);
        }

        return (request, content, invalid);
    }
}
