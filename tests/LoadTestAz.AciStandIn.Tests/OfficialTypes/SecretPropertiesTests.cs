using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.OfficialTypes;

public sealed class SecretPropertiesTests
{
    private static JsonObject WithSecrets()
    {
        var body = Bodies.Of("diagnostics");
        body.Variables().Add(new JsonObject { ["name"] = "KEY", ["secureValue"] = "s3cret-1" });
        body["properties"]!["imageRegistryCredentials"] = new JsonArray(new JsonObject { ["server"] = "r", ["username"] = "u", ["password"] = "s3cret-2" });
        body["properties"]!["diagnostics"]!["logAnalytics"]!["workspaceKey"] = "s3cret-3";
        body["properties"]!["volumes"] = new JsonArray(
            new JsonObject { ["name"] = "keys1", ["secret"] = new JsonObject { ["file"] = "s3cret-4" } },
            new JsonObject { ["name"] = "share", ["azureFile"] = new JsonObject { ["shareName"] = "s", ["storageAccountName"] = "a", ["storageAccountKey"] = "s3cret-5" } });
        return body;
    }

    [Fact]
    public void What_is_shown_has_blanks_for_all_secrets_and_nothing_else()
    {
        var shown = SecretProperties.Blanked(WithSecrets()).ToJsonString();

        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.Equal(5, shown.Split(SecretProperties.Blank).Length - 1);
        Assert.Contains("\"RUN_ID\",\"value\":\"lt-1\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_given_back_has_no_secrets_at_all()
    {
        var given = SecretProperties.Removed(WithSecrets());

        Assert.DoesNotContain("s3cret", given.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"name":"KEY"}""", given.Variables()[1]!.ToJsonString());
    }

    [Fact]
    public void The_body_itself_is_left_as_it_is()
    {
        var body = WithSecrets();
        SecretProperties.Blanked(body);

        Assert.Equal("s3cret-1", (string?)body.Variables()[1]!["secureValue"]);
    }
}
