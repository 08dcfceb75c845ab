using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Groups;

public sealed class GroupRulesTests
{
    private readonly StandInWorld _world = new();

    public GroupRulesTests()
    {
        _world.AddIdentity("worker", "client-1");
        _world.AddSubnet("net", "workers");
    }

    [Theory]
    [MemberData(nameof(Bodies.Variants), MemberType = typeof(Bodies))]
    public void All_variants_keep_to_the_rules(string variant) => Check("lt-1-0", Bodies.Of(variant));

    [Theory]
    [InlineData("Upper")]
    [InlineData("-first")]
    [InlineData("last-")]
    [InlineData("a--b")]
    [InlineData("under_score")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_group_has_a_legal_name(string name) => Refused("InvalidContainerGroupName", name, _ => { });

    [Theory]
    [InlineData("1ST")]
    [InlineData("_FIRST")]
    [InlineData("LAST_")]
    [InlineData("WITH-HYPHEN")]
    [InlineData("with.dot")]
    public void A_variable_has_a_legal_name(string name) =>
        Refused("InvalidContainerEnvironmentVariable", body => body.Variables().Add(new JsonObject { ["name"] = name, ["value"] = "x" }));

    [Fact]
    public void A_variable_has_a_value() => Refused("InvalidContainerEnvironmentVariable", body => body.Variables().Add(new JsonObject { ["name"] = "EMPTY" }));

    [Fact]
    public void A_variable_is_there_once() =>
        Refused("DuplicateEnvironmentVariable", body => body.Variables().Add(new JsonObject { ["name"] = "RUN_ID", ["secureValue"] = "x" }));

    [Fact]
    public void A_region_is_one_that_there_is() => Refused("LocationNotAvailableForResourceType", body => body["location"] = "moonbase");

    [Fact]
    public void A_region_may_be_written_as_people_do()
    {
        var body = Bodies.Plain();
        body["location"] = "East US";

        Check("w", body);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1, 0.5)]
    [InlineData(32, 16)]
    [InlineData(4, 241)]
    public void A_group_is_neither_too_small_nor_too_large(double cpu, double memoryGB) => Refused("InvalidResourceRequests", body =>
    {
        (body.Requests()["cpu"], body.Requests()["memoryInGB"]) = (cpu, memoryGB);
    });

    [Fact]
    public void Spot_goes_without_a_subnet() => RefusedSpot("SpotPriorityContainerGroupNotSupportedForInboundConnectivity", body =>
        body["properties"]!["subnetIds"] = new JsonArray(new JsonObject { ["id"] = Bodies.Subnet }));

    [Fact]
    public void Spot_goes_without_a_public_address() => RefusedSpot("SpotPriorityContainerGroupNotSupportedForInboundConnectivity", body =>
        body["properties"]!["ipAddress"] = new JsonObject { ["type"] = "Public", ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) });

    [Fact]
    public void Spot_is_of_the_standard_sku() => RefusedSpot("SpotPriorityContainerGroupNotSupportedInSku", body => body["properties"]!["sku"] = "Confidential");

    [Fact]
    public void Spot_goes_without_zones() => RefusedSpot("SpotPriorityContainerGroupWithZonesNotSupported", body => body["zones"] = new JsonArray("1"));

    [Fact]
    public void Spot_has_at_most_4_cores() => RefusedSpot("InvalidResourceRequests", body => body.Requests()["cpu"] = 5);

    [Fact]
    public void A_group_is_in_one_zone() => Refused("InvalidZones", body => body["zones"] = new JsonArray("1", "2"));

    [Fact]
    public void An_identity_is_one_that_there_is() => Refused("FailedIdentityOperation", body => body.SetIdentity(Bodies.Identity + "2"));

    [Fact]
    public void A_registry_is_signed_in_to_by_an_identity_of_the_group() => Refused("InvalidImageRegistryCredential", body =>
        body["properties"]!["imageRegistryCredentials"] = new JsonArray(new JsonObject { ["server"] = "r", ["identity"] = Bodies.Identity }));

    [Fact]
    public void A_subnet_is_one_that_there_is() => Refused("InvalidSubnetId", body =>
        body["properties"]!["subnetIds"] = new JsonArray(new JsonObject { ["id"] = Bodies.Subnet + "2" }));

    [Fact]
    public void A_subnet_is_delegated()
    {
        _world.AddResource("Microsoft.Network/virtualNetworks/subnets", "net/plain", new JsonObject { ["addressPrefix"] = "10.0.1.0/24" });

        Refused("SubnetNotDelegated", body => body["properties"]!["subnetIds"] = new JsonArray(new JsonObject { ["id"] = Bodies.Subnet.Replace("/workers", "/plain", StringComparison.Ordinal) }));
    }

    [Fact]
    public void An_image_can_be_pulled()
    {
        _world.HasImage = image => image == "other";

        Refused("InaccessibleImage", _ => { });
    }

    private void RefusedSpot(string code, Action<JsonObject> change) => Refused(code, body =>
    {
        body["properties"]!["priority"] = "Spot";
        change(body);
    });

    private void Refused(string code, Action<JsonObject> change) => Refused(code, "lt-1-0", change);

    private void Refused(string code, string name, Action<JsonObject> change)
    {
        var body = Bodies.Plain(("RUN_ID", "lt-1"));
        change(body);
        Assert.Empty(BodyValidator.Validate(body));

        var error = Assert.Throws<ArmException>(() => Check(name, body));
        Assert.Equal((400, code), (error.Status, error.Code));
    }

    private void Check(string name, JsonObject body) => GroupRules.Check(name, new GroupSpec(body), _world);
}
