BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
    foreach ($id in 'first-1', 'second-1') {
        $null = New-ShortPlan $target.Url @{ RunId = $id; Name = "$id by name" } | Start-AzLoadTestWorker -Store ./runs | Wait-AzLoadTestRun
    }
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Get-AzLoadTestRun' {
    It 'lists the runs of a store, newest first' {
        (Get-AzLoadTestRun -Store ./runs).RunId | Should -Be @('second-1', 'first-1')
    }

    It 'finds runs by wildcards and by pipeline' {
        (Get-AzLoadTestRun fir* -Store ./runs).Name | Should -Be 'first-1 by name'
        ('second-1' | Get-AzLoadTestRun -Store ./runs).State | Should -Be 'Completed'
    }

    It 'gives nothing for an empty store, and an error for a run that is not there' {
        Get-AzLoadTestRun -Store ./nothing | Should -BeNullOrEmpty
        (Get-ErrorOf { Get-AzLoadTestRun none -Store ./runs }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.RunNotFound,*'
    }
}
