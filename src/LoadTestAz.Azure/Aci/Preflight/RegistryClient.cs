using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>
/// Asks an Azure container registry whether it has an image, as the one who is signed in. The token is one for registries,
/// and goes to a registry of the plan's cloud only; of images elsewhere nothing is asked.
/// </summary>
/// <seealso href="https://azure.github.io/acr/AAD-OAuth.html"/>
internal sealed class RegistryClient(TokenCredential credential, CloudEndpoints cloud, ArmOptions options)
{
    /// <summary>The check's name.</summary>
    public const string CheckName = "Image";

    private const string Scope = "https://containerregistry.azure.net/.default";
    private const string Manifests = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(options);

    /// <summary>Whether the image is there.</summary>
    public async Task<LoadTestPlanCheck> CheckAsync(string image, CancellationToken cancellationToken)
    {
        var (host, repository, reference) = Parse(image);
        if (!host.EndsWith("." + cloud.RegistrySuffix, StringComparison.OrdinalIgnoreCase))
            return LoadTestPlanCheck.Skip(CheckName, $"Image '{image}' is in no Azure container registry, so only Azure can tell whether it can be pulled.", "Make sure that it is public, and that its tag is there.");
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken).ConfigureAwait(false);
            var refresh = await ExchangeAsync(host, "exchange", new() { ["grant_type"] = "access_token", ["service"] = host, ["access_token"] = token.Token }, cancellationToken).ConfigureAwait(false);
            var access = await ExchangeAsync(host, "token", new() { ["grant_type"] = "refresh_token", ["service"] = host, ["scope"] = $"repository:{repository}:pull", ["refresh_token"] = refresh.RefreshToken }, cancellationToken).ConfigureAwait(false);
            var status = await SendAsync(RequestMethod.Head, new Uri($"https://{host}/v2/{repository}/manifests/{reference}"), access.AccessToken, null, cancellationToken).ConfigureAwait(false);
            return status.Status switch
            {
                200 => LoadTestPlanCheck.Pass(CheckName, $"Image '{image}' is there."),
                404 => LoadTestPlanCheck.Fail(CheckName, $"Registry '{host}' has no image '{repository}' with the tag or digest '{reference}': no worker could start.", "Push it (docker/), or correct azure.images."),
                var other => LoadTestPlanCheck.Skip(CheckName, $"Registry '{host}' answered {other} when asked for '{repository}', so it is not known whether the image is there.", "Ask as somebody who has the role AcrPull on the registry."),
            };
        }
        catch (AuthenticationFailedException e)
        {
            return LoadTestPlanCheck.Skip(CheckName, $"The sign-in gives no token for registries, so '{host}' can't be asked for the image: {ErrorText.FirstLine(e)}", "Look whether the image is there with: Get-AzContainerRegistryTag");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or AggregateException or global::Azure.RequestFailedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return LoadTestPlanCheck.Skip(CheckName, $"Registry '{host}' can't be asked from here: {ErrorText.Innermost(e)} That need not keep Azure from pulling the image.", "Check the registry's name, and its firewall if it is meant to be reached from here.");
        }
    }

    private async Task<RegistryToken> ExchangeAsync(string host, string what, Dictionary<string, string?> form, CancellationToken cancellationToken)
    {
        var body = string.Join('&', form.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value ?? "")}"));
        var (status, content) = await SendAsync(RequestMethod.Post, new Uri($"https://{host}/oauth2/{what}"), null, body, cancellationToken).ConfigureAwait(false);
        if (status is not 200)
            throw new HttpRequestException($"It answered {status} to the sign-in.");
        return JsonSerializer.Deserialize(content.ToMemory().Span, ArmJson.Default.RegistryToken) ?? throw new JsonException("It gave no token.");
    }

    private async Task<(int Status, BinaryData Content)> SendAsync(RequestMethod method, Uri uri, string? token, string? form, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.NetworkTimeout = Timeout;
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        if (token is not null)
        {
            message.Request.Headers.Add("Authorization", $"Bearer {token}");
            message.Request.Headers.Add("Accept", Manifests);
        }

        if (form is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/x-www-form-urlencoded");
            message.Request.Content = RequestContent.Create(BinaryData.FromString(form));
        }

        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return (message.Response.Status, message.Response.Content);
    }

    // registry/repository:tag or registry/repository@digest; the plan has checked the form.
    private static (string Host, string Repository, string Reference) Parse(string image)
    {
        var slash = image.IndexOf('/');
        var (host, rest) = slash < 0 ? ("", image) : (image[..slash], image[(slash + 1)..]);
        var digest = rest.IndexOf('@');
        var name = digest < 0 ? rest : rest[..digest];
        var colon = name.IndexOf(':');
        var (repository, tag) = colon < 0 ? (name, "latest") : (name[..colon], name[(colon + 1)..]);
        return (host, repository, digest < 0 ? tag : rest[(digest + 1)..]);
    }
}

/// <summary>What a registry gives for a token.</summary>
internal sealed record RegistryToken(
    [property: JsonPropertyName("refresh_token")] string? RefreshToken, [property: JsonPropertyName("access_token")] string? AccessToken);
