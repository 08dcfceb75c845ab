using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.OfficialTypes;

public sealed class BodyValidatorTests
{
    [Theory]
    [MemberData(nameof(Bodies.Variants), MemberType = typeof(Bodies))]
    public void Bodies_of_all_variants_pass(string variant) => Assert.Empty(BodyValidator.Validate(Bodies.Of(variant)));

    [Fact]
    public void What_a_GET_gave_may_be_sent_back_as_far_as_it_says_which_resource_it_is()
    {
        var body = Bodies.Plain();
        (body["id"], body["name"], body["type"]) = ("/subscriptions/...", "w", "Microsoft.ContainerInstance/containerGroups");

        Assert.Empty(BodyValidator.Validate(body));
    }

    [Theory]
    // Missing.
    [InlineData("""{"location":"eastus"}""", "properties: is missing")]
    [InlineData("""{"properties":{"osType":"Linux"}}""", "properties.containers: is missing")]
    [InlineData("""{"properties":{"containers":[{"name":"w"}]}}""", "properties.containers[0].properties: is missing")]
    [InlineData("""{"properties":{"containers":[{"name":null,"properties":{}}]}}""", "properties.containers[0].name: is missing")]
    [InlineData("""{"properties":{"containers":[],"subnetIds":[{"name":"s"}]}}""", "properties.subnetIds[0].id: is missing")]
    [InlineData("""{"properties":{"containers":[],"diagnostics":{"logAnalytics":{"workspaceId":"w"}}}}""", "properties.diagnostics.logAnalytics.workspaceKey: is missing")]
    // Unknown: nearly right, in the wrong place, in the wrong case.
    [InlineData("""{"properties":{"containers":[],"restart":"Never"}}""", "properties.restart: there is no such property in ContainerGroupProperties")]
    [InlineData("""{"restartPolicy":"Never","properties":{"containers":[]}}""", "restartPolicy: there is no such property in Microsoft.ContainerInstance/containerGroups")]
    [InlineData("""{"properties":{"containers":[],"OsType":"Linux"}}""", "properties.OsType: there is no such property in ContainerGroupProperties")]
    [InlineData("""{"properties":{"containers":[{"name":"w","properties":{"resources":{"requests":{"cpu":1,"memoryInGb":1,"memoryInGB":1}}}}]}}""", "properties.containers[0].properties.resources.requests.memoryInGb: there is no such property in ResourceRequests")]
    // What docs/images.md says: nobody can ask for a root file system that is read-only.
    [InlineData("""{"properties":{"containers":[{"name":"w","properties":{"securityContext":{"readOnlyRootFilesystem":true}}}]}}""", "properties.containers[0].properties.securityContext.readOnlyRootFilesystem: there is no such property in SecurityContextDefinition")]
    // Read-only.
    [InlineData("""{"properties":{"containers":[],"provisioningState":"Succeeded"}}""", "properties.provisioningState: is read-only")]
    [InlineData("""{"properties":{"containers":[],"instanceView":{}}}""", "properties.instanceView: is read-only")]
    [InlineData("""{"identity":{"principalId":"p"},"properties":{"containers":[]}}""", "identity.principalId: is read-only")]
    // Mistyped.
    [InlineData("""{"tags":{"worker":0},"properties":{"containers":[]}}""", "tags.worker: 0 is not a text")]
    [InlineData("""{"zones":"1","properties":{"containers":[]}}""", "zones: '1' is not an array")]
    [InlineData("""{"zones":[1],"properties":{"containers":[]}}""", "zones[0]: 1 is not a text")]
    [InlineData("""{"properties":[]}""", "properties: This array is not an object")]
    [InlineData("""{"properties":{"containers":[null]}}""", "properties.containers[0]: null is no item")]
    [InlineData("""{"properties":{"containers":[{"name":"w","properties":{"resources":{"requests":{"cpu":"1","memoryInGB":1}}}}]}}""", "properties.containers[0].properties.resources.requests.cpu: '1' is not a number")]
    [InlineData("""{"properties":{"containers":[{"name":"w","properties":{"ports":[{"port":80.5}]}}]}}""", "properties.containers[0].properties.ports[0].port: 80.5 is not a whole number")]
    [InlineData("""{"properties":{"containers":[{"name":"w","properties":{"volumeMounts":[{"name":"v","mountPath":"/m","readOnly":"yes"}]}}]}}""", "properties.containers[0].properties.volumeMounts[0].readOnly: 'yes' is neither true nor false")]
    // Values that are not in the list, closed or open.
    [InlineData("""{"identity":{"type":"userAssigned"},"properties":{"containers":[]}}""", "identity.type: 'userAssigned' is none of 'SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None'")]
    [InlineData("""{"properties":{"containers":[],"priority":"spot"}}""", "properties.priority: 'spot' is none of 'Regular', 'Spot'")]
    [InlineData("""{"properties":{"containers":[],"osType":7}}""", "properties.osType: 7 is none of 'Windows', 'Linux'")]
    public void A_deliberate_mistake_is_found(string body, string mistake) =>
        Assert.Equal(mistake, $"{Assert.Single(BodyValidator.Validate((JsonObject)JsonNode.Parse(body)!))}");

    [Fact]
    public void All_mistakes_are_listed_at_once()
    {
        var body = Bodies.Plain();
        body["properties"]!["restartPolicy"] = "Sometimes";
        body.Requests()["cpu"] = "1";
        body.Container().Remove("name");
        body["sku"] = "Standard";

        Assert.Equal(
            ["properties.restartPolicy", "properties.containers[0].name", "properties.containers[0].properties.resources.requests.cpu", "sku"],
            BodyValidator.Validate(body).Select(m => m.Path));
    }

    [Fact]
    public void Cores_and_memory_may_have_fractions()
    {
        var body = Bodies.Plain();
        (body.Requests()["cpu"], body.Requests()["memoryInGB"]) = (1.25, 0.5);

        Assert.Empty(BodyValidator.Validate(body));
    }
}
