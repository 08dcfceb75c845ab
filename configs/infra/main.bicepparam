using 'main.bicep'

param prefix = 'loadtest'
param keepResultsDays = 90
param privateNetwork = false
param logAnalytics = false

// Who runs load tests. Your own object id: az ad signed-in-user show --query id, or (Get-AzADUser -SignedIn).Id
param testers = [
  { id: '00000000-0000-0000-0000-000000000000', type: 'User' }
]
