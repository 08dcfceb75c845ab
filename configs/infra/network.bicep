// A network for the workers: a subnet that Container Instances may take, a way out for it (to the system under test, the
// registry and whoever signs in), and the storage account inside the network.

@description('Where it is made.')
param location string

@description('What the names begin with.')
param prefix string

@description('Resource id of the storage account.')
param storageId string

@description('Who puts container groups into the subnet.')
param testers { id: string, type: 'User' | 'Group' | 'ServicePrincipal' }[]

var networkContributor = '4d97b98b-1d4f-4787-a291-c67834d212e7'
var blobZone = 'privatelink.blob.${environment().suffixes.storage}'

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: '${prefix}-out'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2024-05-01' = {
  name: '${prefix}-nat'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }], idleTimeoutInMinutes: 4 }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${prefix}-vnet'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/22'] }
  }

  // An address for each worker: 507 of them.
  resource workers 'subnets' = {
    name: 'workers'
    properties: {
      addressPrefix: '10.20.0.0/23'
      delegations: [
        { name: 'container-groups', properties: { serviceName: 'Microsoft.ContainerInstance/containerGroups' } }
      ]
      natGateway: { id: gateway.id }
    }
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    properties: { addressPrefix: '10.20.2.0/27' }
    dependsOn: [workers]
  }
}

resource join 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for tester in testers: {
    scope: network::workers
    name: guid(network::workers.id, tester.id, networkContributor)
    properties: {
      principalId: tester.id
      principalType: tester.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', networkContributor)
    }
  }
]

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: blobZone
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: '${prefix}-vnet'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${prefix}-blob'
  location: location
  properties: {
    subnet: { id: network::endpoints.id }
    privateLinkServiceConnections: [
      { name: 'blob', properties: { privateLinkServiceId: storageId, groupIds: ['blob'] } }
    ]
  }

  resource dns 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: 'blob', properties: { privateDnsZoneId: zone.id } }]
    }
  }
}

@description('The plan\'s azure.subnet_id.')
output workersSubnetId string = network::workers.id
