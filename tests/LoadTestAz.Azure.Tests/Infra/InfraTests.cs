using System.Text.Json.Nodes;

namespace LoadTestAz.Azure.Tests.Infra;

/// <summary>configs/infra, as the Bicep compiler and its linter see it, and what comes of it.</summary>
public sealed class InfraTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(BicepCli.Folder, "*.bicep").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task It_compiles_without_a_warning(string file)
    {
        var (exitCode, _, complaints) = await BicepCli.RunAsync("build", Path.Combine(BicepCli.Folder, file), "--stdout");
        Assert.Equal((0, ""), (exitCode, complaints.Trim()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task It_is_written_as_Bicep_formats_it(string file)
    {
        var path = Path.Combine(BicepCli.Folder, file);
        var (_, formatted, _) = await BicepCli.RunAsync("format", path, "--stdout");
        Assert.Equal(formatted.ReplaceLineEndings("\n"), (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_parameters_fit_it()
    {
        var (exitCode, output, complaints) = await BicepCli.RunAsync("build-params", Path.Combine(BicepCli.Folder, "main.bicepparam"), "--stdout");
        Assert.Equal((0, ""), (exitCode, complaints.Trim()));
        var parameters = JsonNode.Parse(JsonNode.Parse(output)!["parametersJson"]!.GetValue<string>())!["parameters"]!.AsObject();
        Assert.Equal(["keepResultsDays", "logAnalytics", "prefix", "privateNetwork", "testers"], parameters.Select(p => p.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("publicAccess: 'None'", "publicAccess: 7", "BCP036")]
    [InlineData("var unique = ", "var unused = 1\nvar unique = ", "no-unused-vars")]
    [InlineData("allowSharedKeyAccess: false", "allowSharedKeys: false", "BCP037")]
    public async Task A_mistake_in_it_is_told(string right, string wrong, string code)
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(BicepCli.Folder))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            var main = Path.Combine(folder.FullName, "main.bicep");
            var text = await File.ReadAllTextAsync(main);
            Assert.Contains(right, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(main, text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.Contains(code, (await BicepCli.RunAsync("build", main, "--stdout")).Complaints, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task There_is_no_key_and_each_role_is_as_narrow_as_it_can_be()
    {
        var (_, output, _) = await BicepCli.RunAsync("build", Path.Combine(BicepCli.Folder, "main.bicep"), "--stdout");
        var resources = JsonNode.Parse(output)!["resources"]!.AsObject().Select(r => r.Value!.AsObject()).ToList();
        JsonObject Only(string type) => Assert.Single(resources, r => r["type"]!.GetValue<string>() == type);

        var storage = Only("Microsoft.Storage/storageAccounts")["properties"]!;
        Assert.Equal(
            (false, false, "TLS1_2", true),
            (storage["allowSharedKeyAccess"]!.GetValue<bool>(), storage["allowBlobPublicAccess"]!.GetValue<bool>(), storage["minimumTlsVersion"]!.GetValue<string>(), storage["supportsHttpsTrafficOnly"]!.GetValue<bool>()));
        Assert.False(Only("Microsoft.ContainerRegistry/registries")["properties"]!["adminUserEnabled"]!.GetValue<bool>());
        Assert.DoesNotContain("listKeys", output, StringComparison.OrdinalIgnoreCase);

        // Nobody gets a role on the group but those that need one there: for container groups, and to look.
        var onTheGroup = resources.Where(r => r["type"]!.GetValue<string>() == "Microsoft.Authorization/roleAssignments" && r["scope"] is null).ToList();
        Assert.Equal(2, onTheGroup.Count);
        Assert.All(onTheGroup, r => Assert.Matches(@"roles'\)\.(containerInstances|reader)", r["properties"]!["roleDefinitionId"]!.GetValue<string>()));
        Assert.Contains("blobServices/containers", resources.Single(r => r["scope"]?.GetValue<string>() is { } scope && scope.Contains("blobServices", StringComparison.Ordinal) && r["copy"] is null)["scope"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
