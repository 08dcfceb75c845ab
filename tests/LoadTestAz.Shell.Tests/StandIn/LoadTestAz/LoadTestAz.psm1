function Get-StandIn {
    param([int] $Count = 2)
    foreach ($i in 1..$Count) {
        [pscustomobject] @{ PSTypeName = 'StandIn.Worker'; Index = $i; State = 'Running'; Hidden = 'not in the table' }
    }
}

function Remove-StandIn {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([string] $Name = 'run-1')
    if ($PSCmdlet.ShouldProcess($Name, 'Remove')) { "removed $Name" }
}
