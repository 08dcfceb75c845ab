using System.Text;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>One request of the plan with everything prepared that is the same each time it is sent. Shared by all virtual users.</summary>
internal sealed class RequestTemplate
{
    private readonly int[] _expected;

    public RequestTemplate(LoadTestRequest request, TagSet common, string userAgent)
    {
        var address = request.Url.OriginalString;
        var named = request.Name != address && request.Name != request.Url.AbsoluteUri;
        var label = named ? request.Name : UrlText.Masked(request.Name, request.Url);
        _expected = [.. request.ExpectStatus];
        FixedLabel = named ? label : null;
        Tags = new ResponseTags(common, IsExpected);
        CheckTags = _expected.Length == 0 ? null : common.With("check", $"{label}: status is {string.Join(" or ", _expected)}");

        var (headers, contentHeaders, invalid) = HeaderFields.Divide(HeaderFields.Of(request, userAgent));
        First = new RequestHop
        {
            Method = HttpMethod.Parse(request.Method),
            Url = request.Url,
            Label = label,
            Headers = headers,
            ContentHeaders = contentHeaders,
            Body = request.Body is null ? null : Encoding.UTF8.GetBytes(request.Body),
            Invalid = invalid,
        };
    }

    /// <summary>What is sent first; redirects come after.</summary>
    public RequestHop First { get; }

    /// <summary>The plan's name for the request, which its redirects keep; null when it goes by its address.</summary>
    public string? FixedLabel { get; }

    /// <summary>Tag sets of its samples.</summary>
    public ResponseTags Tags { get; }

    /// <summary>Tags of its check; null without <c>expect_status</c>.</summary>
    public TagSet? CheckTags { get; }

    /// <summary>
    /// k6's response callback: 200 to 399 unless the plan names statuses. As in k6 it judges every hop of a redirect, and 0 for no response.
    /// </summary>
    public bool IsExpected(int status) => _expected.Length == 0 ? status is >= 200 and <= 399 : Array.IndexOf(_expected, status) >= 0;
}
