# NOT PESTER. Just enough of Describe, It, BeforeAll, AfterAll and Should to run the bodies of tests/Pester/*.Tests.ps1 where there
# is no Pester, such as in the engine that the xUnit tests host. It shows that the tests' statements hold; that Pester itself
# takes the files shows only where Pester is. It does not ship.
param([string] $Path, [string] $TestDrive)

$script:block = $null

function Describe([string] $Name, [scriptblock] $Fixture) { $script:root.Blocks += New-Block $Name $Fixture }
function BeforeAll([scriptblock] $Code) { $script:block.Before += $Code }
function AfterAll([scriptblock] $Code) { $script:block.After += $Code }
function It([string] $Name, [scriptblock] $Test) { $script:block.Tests += @{ Name = $Name; Code = $Test } }

# As in Pester, what stands in a block is read first, and run when all is known: a variable set outside of BeforeAll is not there in It.
function New-Block([string] $Name, [scriptblock] $Fixture) {
    $outer, $script:block = $script:block, @{ Name = $Name; Before = @(); After = @(); Tests = @(); Blocks = @() }
    if ($null -eq $outer) { $script:root = $script:block }
    & $Fixture
    $script:block, $outer = $outer, $script:block
    $outer
}

function Invoke-Block($Block) {
    try {
        foreach ($code in $Block.Before) { . $code }
        foreach ($test in $Block.Tests) {
            $fault = $null
            try { $null = & $test.Code } catch { $fault = "$_ ($($_.InvocationInfo.ScriptName):$($_.InvocationInfo.ScriptLineNumber))" }
            [pscustomobject]@{ Name = "$($Block.Name): $($test.Name)"; Fault = $fault }
        }
        foreach ($inner in $Block.Blocks) { Invoke-Block $inner }
    }
    finally {
        foreach ($code in $Block.After) { . $code }
    }
}

function Should {
    param(
        [Parameter(ValueFromPipeline)] $Actual,
        [switch] $Not, [object] $Be, [string] $BeLike, [object] $BeGreaterThan, [int] $HaveCount, [object] $Contain, [switch] $Exist, [switch] $BeNullOrEmpty
    )
    begin { $all = @() }
    process { if ($PSCmdlet.MyInvocation.ExpectingInput) { $all += , $Actual } }
    end {
        $kind = $PSBoundParameters.Keys | Where-Object { $_ -notin 'Not', 'Actual' }
        $expected = $PSBoundParameters[$kind]
        $holds = switch ($kind) {
            'Be' { $all.Count -eq @($expected).Count -and @(for ($i = 0; $i -lt $all.Count; $i++) { if ($all[$i] -ne @($expected)[$i]) { $i } }).Count -eq 0 }
            'BeLike' { $all.Count -eq 1 -and $all[0] -like $expected }
            'BeGreaterThan' { $all.Count -eq 1 -and $all[0] -gt $expected }
            'HaveCount' { $all.Count -eq $expected }
            'Contain' { $all -contains $expected }
            'Exist' { Test-Path -Path $all[0] }
            'BeNullOrEmpty' { @($all | Where-Object { $null -ne $_ -and '' -ne $_ }).Count -eq 0 }
            default { throw "The shim has no Should -$kind." }
        }
        if ([bool] $holds -eq [bool] $Not) { throw "Should $(if ($Not) { '-Not ' })-$kind $expected, but it was: $all" }
    }
}

Invoke-Block (New-Block '' ([scriptblock]::Create(". '$($Path.Replace("'", "''"))'")))
