// What `compute: aci` needs, in one resource group: where results are kept, where the workers' image comes from, who the
// workers are, and what testers may do. No key and no password is made anywhere.
//
//   az deployment group create --resource-group load-test-rg --template-file configs/infra/main.bicep --parameters configs/infra/main.bicepparam
//   New-AzResourceGroupDeployment -ResourceGroupName load-test-rg -TemplateFile configs/infra/main.bicep -TemplateParameterFile configs/infra/main.bicepparam
//
// The output `plan` is the plan file's section azure. See docs/azure-setup.md.

targetScope = 'resourceGroup'

@description('Where all of it is made.')
param location string = resourceGroup().location

@description('What the names begin with: 3 to 11 lower case letters and digits.')
@minLength(3)
@maxLength(11)
param prefix string = 'loadtest'

@description('Object ids of the users, groups or pipelines that run load tests.')
param testers testerType[] = []

@description('The blob container of the results.')
@minLength(3)
@maxLength(63)
param containerName string = 'results'

@description('After so many days results are deleted; 0 keeps them.')
@minValue(0)
@maxValue(36500)
param keepResultsDays int = 90

@description('Whether there is to be a network of its own for the workers, from which they reach the storage account by a private endpoint.')
param privateNetwork bool = false

@description('Whether what the containers print is to be kept in a Log Analytics workspace.')
param logAnalytics bool = false

@description('A user, a group, or a service principal (which a pipeline or a managed identity is).')
type testerType = {
  @description('Object id.')
  id: string
  type: 'User' | 'Group' | 'ServicePrincipal'
}

var unique = uniqueString(resourceGroup().id)
var roles = {
  blobContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d' // AcrPull
  containerInstances: '5d977122-f97e-4b4d-a52f-6b43003ddb4d' // Azure Container Instances Contributor Role
  identityOperator: 'f1a07417-d97a-45cb-824c-7a7467783830' // Managed Identity Operator
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' // Reader: for what Test-AzLoadTestPlan looks at
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: '${prefix}${unique}'
  location: location
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // A deleted result can be had back for a week. No versions: they would keep what setup() returned.
      deleteRetentionPolicy: { enabled: true, days: 7 }
      isVersioningEnabled: false
    }

    resource results 'containers' = {
      name: containerName
      properties: { publicAccess: 'None' }
    }
  }

  resource lifecycle 'managementPolicies' = if (keepResultsDays > 0) {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'old-results'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['${containerName}/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: keepResultsDays } } }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: '${prefix}${unique}'
  location: location
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

resource worker 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${prefix}-worker'
  location: location
}

resource workerWritesResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage::blobs::results
  name: guid(storage.id, containerName, worker.id, roles.blobContributor)
  properties: {
    principalId: worker.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobContributor)
  }
}

resource workerPullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, worker.id, roles.acrPull)
  properties: {
    principalId: worker.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
  }
}

resource testerMakesContainers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for tester in testers: {
    name: guid(resourceGroup().id, tester.id, roles.containerInstances)
    properties: {
      principalId: tester.id
      principalType: tester.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.containerInstances)
    }
  }
]

resource testerLooks 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for tester in testers: {
    name: guid(resourceGroup().id, tester.id, roles.reader)
    properties: {
      principalId: tester.id
      principalType: tester.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.reader)
    }
  }
]

resource testerGivesIdentity 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for tester in testers: {
    scope: worker
    name: guid(worker.id, tester.id, roles.identityOperator)
    properties: {
      principalId: tester.id
      principalType: tester.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.identityOperator)
    }
  }
]

resource testerReadsResults 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for tester in testers: {
    scope: storage::blobs::results
    name: guid(storage.id, containerName, tester.id, roles.blobContributor)
    properties: {
      principalId: tester.id
      principalType: tester.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobContributor)
    }
  }
]

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = if (logAnalytics) {
  name: '${prefix}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

module network 'network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    location: location
    prefix: prefix
    storageId: storage.id
    testers: testers
  }
}

@description('The section azure of a plan file.')
output plan string = join(
  concat(
    [
      'azure:'
      '  subscription_id: "${subscription().subscriptionId}"'
      '  resource_group: "${resourceGroup().name}"'
      '  location: "${location}"'
      '  storage_account: "${storage.name}"'
      '  container_name: "${containerName}"'
      '  container_registry: "${registry.properties.loginServer}"'
      '  identity: "${worker.id}"'
    ],
    privateNetwork ? ['  subnet_id: "${network!.outputs.workersSubnetId}"'] : [],
    logAnalytics
      ? [
          '  log_analytics:'
          '    workspace_id: "${logs!.properties.customerId}"'
          '    key_secret: LOG_ANALYTICS_KEY'
        ]
      : []
  ),
  '\n'
)
