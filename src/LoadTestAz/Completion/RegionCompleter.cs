using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Azure's regions by their short names. Others are taken as well: which there are is up to Azure.</summary>
internal sealed class RegionCompleter : Completer
{
    // Of the public cloud, and below those of the others.
    private static readonly string[] Regions =
    [
        "australiacentral: Australia Central", "australiaeast: Australia East", "australiasoutheast: Australia Southeast", "austriaeast: Austria East",
        "belgiumcentral: Belgium Central", "brazilsouth: Brazil South", "canadacentral: Canada Central", "canadaeast: Canada East",
        "centralindia: Central India", "centralus: Central US", "chilecentral: Chile Central", "eastasia: East Asia", "eastus: East US", "eastus2: East US 2",
        "francecentral: France Central", "germanywestcentral: Germany West Central", "indonesiacentral: Indonesia Central", "israelcentral: Israel Central",
        "italynorth: Italy North", "japaneast: Japan East", "japanwest: Japan West", "koreacentral: Korea Central", "koreasouth: Korea South",
        "malaysiawest: Malaysia West", "mexicocentral: Mexico Central", "newzealandnorth: New Zealand North", "northcentralus: North Central US",
        "northeurope: North Europe (Ireland)", "norwayeast: Norway East", "polandcentral: Poland Central", "qatarcentral: Qatar Central",
        "southafricanorth: South Africa North", "southcentralus: South Central US", "southeastasia: Southeast Asia (Singapore)", "southindia: South India",
        "spaincentral: Spain Central", "swedencentral: Sweden Central", "switzerlandnorth: Switzerland North", "uaenorth: UAE North", "uksouth: UK South",
        "ukwest: UK West", "westcentralus: West Central US", "westeurope: West Europe (Netherlands)", "westindia: West India", "westus: West US",
        "westus2: West US 2", "westus3: West US 3",
        "usgovarizona: US Gov Arizona", "usgovtexas: US Gov Texas", "usgovvirginia: US Gov Virginia",
        "chinaeast2: China East 2", "chinaeast3: China East 3", "chinanorth2: China North 2", "chinanorth3: China North 3",
    ];

    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        Regions.Select(r => r.Split(": ")).Select(r => new Suggestion(r[0], r[1]));
}
