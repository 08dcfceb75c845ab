using Azure.Core;

namespace LoadTestAz.Azure.Identity;

/// <summary>Whom a token is meant for.</summary>
internal static class TokenResource
{
    private const string DefaultScope = ".default";

    /// <summary>The resource of a request, such as <c>https://storage.azure.com/</c>.</summary>
    public static string Of(TokenRequestContext context)
    {
        var scope = context.Scopes[0];
        return scope.EndsWith(DefaultScope, StringComparison.Ordinal) ? scope[..^DefaultScope.Length] : scope;
    }
}
