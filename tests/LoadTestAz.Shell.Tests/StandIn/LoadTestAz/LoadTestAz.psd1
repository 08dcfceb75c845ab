@{
    RootModule        = 'LoadTestAz.psm1'
    ModuleVersion     = '0.0.1'
    GUID              = '0b6f6a52-7f0b-4a3a-9a0e-6f5f7f6f1a4c'
    FormatsToProcess  = @('StandIn.Format.ps1xml')
    FunctionsToExport = @('Get-StandIn', 'Remove-StandIn')
}
