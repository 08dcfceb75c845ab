using System.Text.RegularExpressions;

namespace LoadTestAz.Plans.Binding;

/// <summary>
/// Binds the section <c>azure</c>. Only a plan for Azure needs its values, and needs them right: a plan that runs
/// locally may keep the example's placeholders.
/// </summary>
internal static partial class AzureBinder
{
    private static readonly string[] Placeholders = ["your-subscription-id", "yourstorageaccount", "yourregistry.azurecr.io"];

    /// <summary>Azure settings; null when the plan has none.</summary>
    /// <param name="section">The section.</param>
    /// <param name="compute">Where the workers run.</param>
    /// <param name="asked">What asked for Azure, to point at when the section is missing.</param>
    /// <param name="context">Takes the mistakes.</param>
    public static LoadTestAzureSettings? Bind(PlanSection section, LoadTestCompute compute, PlanValue? asked, PlanContext context)
    {
        var settings = new LoadTestAzureSettings
        {
            SubscriptionId = Read("subscription_id", text => Guid.TryParseExact(text, "D", out _), "a subscription id is a GUID such as 11111111-2222-3333-4444-555555555555"),
            ResourceGroup = Read("resource_group", ResourceGroup().IsMatch, "a resource group's name has 1 to 90 letters, digits, '_', '-', '.', '(' and ')', and does not end with '.'"),
            Location = Read("location", Location().IsMatch, "a region is written as Azure's short name, such as eastus or westeurope", text => text.Replace(" ", "").ToLowerInvariant()),
            StorageAccount = Read("storage_account", StorageAccount().IsMatch, "a storage account's name has 3 to 24 lower case letters and digits", FirstLabel),
            ContainerName = Read("container_name", text => text.Length is >= 3 and <= 63 && ContainerName().IsMatch(text), "a blob container's name has 3 to 63 lower case letters, digits and single hyphens, and begins and ends with a letter or digit", text => text.ToLowerInvariant().Replace('_', '-')),
            ContainerRegistry = Read("container_registry", Registry().IsMatch, "a registry is its login server, such as myregistry.azurecr.io", LoginServer),
        };
        return settings == new LoadTestAzureSettings() ? null : settings;

        string? Read(string key, Predicate<string> isValid, string rule, Func<string, string>? repair = null)
        {
            var value = section.Value(key);
            var text = value?.Text();
            if (compute == LoadTestCompute.Local)
                return text;

            if (value is null)
                context.Missing(section.Node ?? asked?.Node, $"{section.Path}.{key}", $"missing, and needed for compute: aci; {rule}");
            else if (Placeholders.Contains(text))
                value.Value.Mistake($"{value.Value.Shown} is the example's placeholder; {rule}");
            else if (text is not null && !isValid(text))
                value.Value.Mistake($"{value.Value.Shown} is not allowed; {rule}", repair?.Invoke(text) is { } better && better != text && isValid(better) ? better : null);
            return text;
        }
    }

    // 'https://account.blob.core.windows.net/' is what the portal offers to copy.
    private static string FirstLabel(string text) => WithoutScheme(text).Split('.')[0].ToLowerInvariant();

    private static string LoginServer(string text)
    {
        var host = WithoutScheme(text).TrimEnd('/');
        return host.Contains('.') ? host : host + ".azurecr.io";
    }

    private static string WithoutScheme(string text) => text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? text[(at + 3)..] : text;

    [GeneratedRegex(@"\A[\p{L}\p{Nd}_\-.()]{0,89}[\p{L}\p{Nd}_\-()]\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceGroup();

    [GeneratedRegex(@"\A[a-z][a-z0-9]{2,49}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Location();

    [GeneratedRegex(@"\A[a-z0-9]{3,24}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StorageAccount();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Registry();
}
