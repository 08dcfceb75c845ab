namespace LoadTestAz.Plans.Binding;

/// <summary>
/// Binds the section <c>azure</c>. Only a plan for Azure needs its values, and needs them right: a plan that runs
/// locally may keep the example's placeholders.
/// </summary>
internal sealed class AzureBinder(PlanSection section, PlanValue? asked, PlanContext context)
{
    private static readonly string[] Placeholders = ["your-subscription-id", "yourstorageaccount", "yourregistry.azurecr.io"];

    /// <summary>Azure settings; null when the plan has none.</summary>
    /// <param name="section">The section.</param>
    /// <param name="compute">Where the workers run.</param>
    /// <param name="asked">What asked for Azure, to point at when the section is missing.</param>
    /// <param name="workers">The workers, as far as they could be told.</param>
    /// <param name="context">Takes the mistakes.</param>
    public static LoadTestAzureSettings? Bind(PlanSection section, LoadTestCompute compute, PlanValue? asked, IReadOnlyList<LoadTestPlanWorker> workers, PlanContext context)
    {
        if (compute is LoadTestCompute.Aci)
            return new AzureBinder(section, asked, context).BindAll(workers);

        var settings = new LoadTestAzureSettings
        {
            SubscriptionId = section.Value("subscription_id")?.Text(),
            ResourceGroup = section.Value("resource_group")?.Text(),
            Location = section.Value("location")?.Text(),
            StorageAccount = section.Value("storage_account")?.Text(),
            ContainerName = section.Value("container_name")?.Text(),
            ContainerRegistry = section.Value("container_registry")?.Text(),
            Identity = section.Value("identity")?.Text(),
        };
        return settings == new LoadTestAzureSettings() ? null : settings;
    }

    private LoadTestAzureSettings BindAll(IReadOnlyList<LoadTestPlanWorker> workers)
    {
        var subscription = Required("subscription_id", AzureIds.IsGuid, AzureIds.SubscriptionRule);
        var group = Required("resource_group", AzureIds.IsResourceGroup, "a resource group's name has 1 to 90 letters, digits, '_', '-', '.', '(' and ')', and does not end with '.'");
        var locations = Locations();
        var account = Required("storage_account", AzureIds.IsStorageAccount, "a storage account's name has 3 to 24 lower case letters and digits", AzureIds.FirstLabel);
        var container = Required("container_name", AzureIds.IsBlobContainer, "a blob container's name has 3 to 63 lower case letters, digits and single hyphens, and begins and ends with a letter or digit", text => text.ToLowerInvariant().Replace('_', '-'));
        var images = section.Section("images");
        var own = new LoadTestImages(Optional(images, "protocol", AzureIds.IsImage, AzureIds.ImageRule), Optional(images, "browser", AzureIds.IsImage, AzureIds.ImageRule));
        var registry = workers.Any(worker => own.Of(worker.TestType) is null) || section.Value("container_registry") is not null
            ? Required("container_registry", AzureIds.IsRegistry, "a registry is its login server, such as myregistry.azurecr.io", AzureIds.LoginServer)
            : null;
        var cloud = Cloud();
        var settings = new LoadTestAzureSettings
        {
            SubscriptionId = subscription,
            ResourceGroup = group,
            Location = locations.FirstOrDefault(),
            Locations = locations,
            Spread = Spread(locations),
            StorageAccount = account,
            ContainerName = container,
            ContainerRegistry = registry,
            Identity = Required("identity", AzureIds.IsIdentity, AzureIds.IdentityRule, name => AzureIds.IdentityOf(subscription, group, name)),
            IdentityClientId = Optional(section, "identity_client_id", AzureIds.IsGuid, "a client id is a GUID such as 11111111-2222-3333-4444-555555555555"),
            Images = registry is null ? own : new(own.Protocol ?? LoadTestImages.Default(registry, TestType.Protocol), own.Browser ?? LoadTestImages.Default(registry, TestType.Browser)),
            SubnetId = Optional(section, "subnet_id", AzureIds.IsSubnet, AzureIds.SubnetRule),
            Zones = section.Items("zones").Select(zone => Check(zone, AzureIds.IsZone, "a zone is a number such as 1")).OfType<string>().ToArray(),
            Priority = section.Value("priority")?.Choice(LoadTestPriority.Regular, LoadTestPriority.Spot) ?? LoadTestPriority.Regular,
            LogAnalytics = LogAnalytics(),
            Tags = Tags(),
            Cloud = cloud,
            ArmEndpoint = ArmEndpoint(cloud),
            BlobEndpoint = BlobEndpoint(),
            Prices = Prices(),
        };
        AzureRules.Check(settings, workers, section, context);
        return settings;
    }

    // `location` names one region, `locations` several; -Location stands in place of either.
    private string[] Locations()
    {
        const string Rule = "a region is written as Azure's short name, such as eastus or westeurope";
        var one = section.Value("location");
        var several = section.Items("locations").ToList();
        if (one?.Node.Parameter is not null || several.Count == 0)
            return Required("location", AzureIds.IsLocation, Rule, AzureIds.ShortName) is { } only ? [only] : [];

        one?.Mistake("stands beside azure.locations; leave out one of the two");
        var regions = new List<string>();
        foreach (var item in several)
        {
            if (Check(item, AzureIds.IsLocation, Rule, AzureIds.ShortName) is not { } region)
                continue;
            if (regions.Contains(region))
                item.Mistake($"{item.Shown} stands there twice");
            regions.Add(region);
        }

        return [.. regions];
    }

    private bool Spread(string[] locations)
    {
        var value = section.Value("spread");
        var spread = value?.Boolean() ?? false;
        if (spread && locations.Length < 2)
            value?.Warn("has nothing to spread over; name several regions by azure.locations");
        return spread;
    }

    private LoadTestLogAnalytics? LogAnalytics()
    {
        var log = section.Section("log_analytics");
        if (log.Node is null)
            return null;
        var workspace = Required(log, "workspace_id", AzureIds.IsGuid, "a workspace's id is a GUID such as 11111111-2222-3333-4444-555555555555");
        var key = Required(log, "key_secret", AzureIds.IsVariable, "it is the name of the secret that holds the workspace's key, of letters, digits and '_', no digit first; the key itself must not stand in a plan");
        return workspace is null || key is null ? null : new(workspace, key);
    }

    private Dictionary<string, string>? Tags()
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in section.Entries("tags"))
        {
            var key = value with { Node = value.Key ?? value.Node };
            if (value.Text() is not { } text)
                continue;
            if (AzureIds.WhyNoTag(name) is { } reason)
                key.Mistake($"{key.Shown} can't be the name of a tag: {reason}");
            else if (text.Length > AzureIds.MaxTagValueLength)
                value.Mistake($"a tag's value has at most {AzureIds.MaxTagValueLength} characters");
            else if (!tags.TryAdd(name, text))
                key.Mistake($"{key.Shown} stands there twice; Azure does not tell upper from lower case in the names of tags");
        }

        return tags.Count == 0 ? null : tags;
    }

    // By the names that Azure PowerShell and the Azure CLI have for them.
    private LoadTestCloud Cloud()
    {
        if (section.Value("cloud") is not { } value || value.Text() is not { } text)
            return LoadTestCloud.AzureCloud;
        var names = Enum.GetNames<LoadTestCloud>();
        if (names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
            return Enum.Parse<LoadTestCloud>(known);
        value.Mistake($"{value.Shown} is no cloud; known are {string.Join(", ", names)}", Spelling.Same(text, names) ?? Spelling.Nearest(text, names));
        return LoadTestCloud.AzureCloud;
    }

    private Uri? ArmEndpoint(LoadTestCloud cloud)
    {
        var endpoints = CloudEndpoints.Of(cloud);
        if (section.Value("arm_endpoint") is not { } value || Https(value) is not { } uri)
            return null;
        if (uri.AbsolutePath != "/")
            value.Mistake($"{value.Shown} goes on after the host; allowed is an address such as {endpoints.ResourceManager.GetLeftPart(UriPartial.Authority)}", uri.GetLeftPart(UriPartial.Authority));
        else if (!endpoints.Trusts(uri))
            value.Mistake($"{value.Shown} is not an address of {cloud}; allowed are {endpoints.ResourceManager.Host}, a region's host under it, and stand-ins on this machine: tokens go nowhere else");
        return uri;
    }

    private Uri? BlobEndpoint() => section.Value("blob_endpoint") is { } value ? Https(value) : null;

    private static Uri? Https(PlanValue value)
    {
        if (PlanUrls.Absolute(value) is not { } uri)
            return null;
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            value.Mistake("the address has a query, a fragment or a user name; allowed is none of them, since the signed-in identity is used");
        else if (uri.Scheme != Uri.UriSchemeHttps)
            value.Mistake($"{value.Shown} is not https; allowed is https only, since a token is sent along", "https" + uri.OriginalString[4..]);
        else
            return uri;
        return null;
    }

    private LoadTestPrices? Prices()
    {
        const double Most = 1000;
        var prices = section.Section("prices");
        if (prices.Node is null)
            return null;
        var (cpu, memory) = (prices.Value("vcpu_hour"), prices.Value("gb_hour"));
        if (cpu is null || memory is null)
            context.Mistake(prices.Node, prices.Path, "takes both vcpu_hour and gb_hour, in USD");
        return new((decimal)(cpu?.Number(0, Most, " USD") ?? 0), (decimal)(memory?.Number(0, Most, " USD") ?? 0));
    }

    private string? Required(string key, Predicate<string> isValid, string rule, Func<string, string?>? repair = null) =>
        Required(section, key, isValid, rule, repair);

    private string? Required(PlanSection within, string key, Predicate<string> isValid, string rule, Func<string, string?>? repair = null)
    {
        if (within.Value(key) is { } value)
            return Check(value, isValid, rule, repair);
        context.Missing(within.Node ?? asked?.Node, $"{within.Path}.{key}", $"missing, and needed for compute: aci; {rule}");
        return null;
    }

    private static string? Optional(PlanSection within, string key, Predicate<string> isValid, string rule) =>
        within.Value(key) is { } value ? Check(value, isValid, rule) : null;

    private static string? Check(PlanValue value, Predicate<string> isValid, string rule, Func<string, string?>? repair = null)
    {
        if (value.Text() is not { } text)
            return null;
        if (Placeholders.Contains(text) || text.Contains("/your-subscription-id/", StringComparison.Ordinal))
            value.Mistake($"{value.Shown} is the example's placeholder; {rule}");
        else if (!isValid(text))
            value.Mistake($"{value.Shown} is not allowed; {rule}", repair?.Invoke(text) is { } better && better != text && isValid(better) ? better : null);
        return text;
    }
}
