using System.Management.Automation;
using System.Net;
using System.Security;
using LoadTestAz.Ports;

namespace LoadTestAz.Hosting;

/// <summary>
/// The sign-in of Azure PowerShell (Connect-AzAccount), asked through its own commands: on the pipeline thread, and only if
/// its module is loaded. Nothing of it is referenced.
/// </summary>
internal static class AzureContext
{
    private const string IsSignedInScript = "if (Get-Module -Name Az.Accounts) { $null -ne (Get-AzContext -ErrorAction Ignore) } else { $false }";

    private const string TokenScript = """
        param($resource)
        $more = @{}
        if ((Get-Command Get-AzAccessToken).Parameters.ContainsKey('AsSecureString')) { $more.AsSecureString = $true }
        Get-AzAccessToken -ResourceUrl $resource -ErrorAction Stop -WarningAction Ignore @more
        """;

    /// <summary>Whether the session is signed in.</summary>
    public static bool IsSignedIn(PSCmdlet cmdlet) =>
        cmdlet.InvokeCommand.InvokeScript(IsSignedInScript).FirstOrDefault()?.BaseObject is true;

    /// <summary>A token of the session's for a resource.</summary>
    /// <exception cref="RuntimeException">The session gives none; its own words say why.</exception>
    public static SessionToken GetToken(PSCmdlet cmdlet, string resource)
    {
        var answer = cmdlet.InvokeCommand.InvokeScript(TokenScript, resource).LastOrDefault()
            ?? throw new InvalidOperationException("Get-AzAccessToken gave nothing.");
        // Azure PowerShell before version 14 gives plain text unless asked, and before 9.6 can't be asked.
        var value = answer.Properties["Token"]?.Value switch
        {
            SecureString secure => new NetworkCredential("", secure).Password,
            string plain => plain,
            _ => throw new InvalidOperationException("Get-AzAccessToken gave something without a token."),
        };
        return new SessionToken(value, ExpiryOf(answer.Properties["ExpiresOn"]?.Value));
    }

    private static DateTimeOffset ExpiryOf(object? value) => value switch
    {
        DateTimeOffset instant => instant,
        DateTime { Kind: DateTimeKind.Unspecified } utc => new DateTimeOffset(utc, TimeSpan.Zero),
        DateTime instant => instant,
        _ => throw new InvalidOperationException("Get-AzAccessToken did not say how long its token is good."),
    };
}
