BeforeAll { . "$PSScriptRoot/Common.ps1" }
AfterAll { Set-Location $before }

Describe 'New-AzLoadTestPlan' {
    It 'reads a plan from YAML, and parameters override it' {
        [System.IO.File]::WriteAllText("$TestDrive/shop's plan.yaml", @'
name: shop
test:
  target_url: http://127.0.0.1:8080
  requests: [/fast, { url: /echo, method: POST, body: hello }]
  thresholds: { http_req_failed: rate<0.05 }
distribution:
  total_vus: 30
  duration: 20s
'@)
        $plan = New-AzLoadTestPlan -Path "shop's plan.yaml" -TotalVus 25 -Threshold @{ http_req_duration = 'p(95)<500', 'max<2000' }
        $plan.Name | Should -Be 'shop'
        $plan.TotalVus | Should -Be 25
        $plan.Duration | Should -Be ([timespan]::FromSeconds(20))
        $plan.Workers.Vus | Should -Be @(9, 8, 8)
        $plan.Requests | Should -HaveCount 2
        $plan.Thresholds | Should -HaveCount 3
    }

    It 'makes a plan from parameters alone' {
        $plan = New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9/ -TotalVus 6 -VusPerContainer 2 -Duration ([timespan]'00:01:30') -Engine Http
        $plan.Workers | Should -HaveCount 3
        $plan.Duration.TotalSeconds | Should -Be 90
        $plan.RunId | Should -BeLike 'lt-*'
    }

    It 'tells all mistakes at once, with line and column' {
        [System.IO.File]::WriteAllText("$TestDrive/wrong.yaml", "test:`n  target_urll: http://x/`ndistribution:`n  total_vus: many`n  duration: 30`n")
        $problem = Get-ErrorOf { New-AzLoadTestPlan -Path wrong.yaml }
        $problem.FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.PlanInvalid,*'
        $problem.Exception.Mistakes.Line | Should -Contain 2
        $problem.Exception.Mistakes.Line | Should -Contain 4
        $problem.Exception.Mistakes.Line | Should -Contain 5
        "$problem" | Should -BeLike '*target_url*'
    }

    It 'says that a file is not there' {
        (Get-ErrorOf { New-AzLoadTestPlan -Path nowhere.yaml }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'takes plan files from the pipeline' {
        foreach ($name in 'one', 'two') { [System.IO.File]::WriteAllText("$TestDrive/$name.yaml", "test: { target_url: 'http://127.0.0.1:9/' }") }
        ('one.yaml', 'two.yaml' | New-AzLoadTestPlan).Name | Should -Be @('one', 'two')
    }

    It 'completes regions, thresholds and plan files at Tab' {
        Get-TabResult 'New-AzLoadTestPlan -Location weste' | Should -Be 'westeurope'
        Get-TabResult 'New-AzLoadTestPlan -Threshold http_req_f' | Should -Be "@{ http_req_failed = 'rate<0.01' }"
        [System.IO.File]::WriteAllText("$TestDrive/zz plan.yml", '')
        Get-TabResult 'New-AzLoadTestPlan -Path zz' | Should -Be "'zz plan.yml'"
    }

    It 'has help with examples' {
        $help = Get-Help New-AzLoadTestPlan
        $help.Synopsis | Should -BeLike '*plan*'
        $help.examples.example.Count | Should -BeGreaterThan 2
    }
}
