BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
    $result = Get-ShortResult $target.Url @{ RunId = 'exported-1'; Threshold = @{ http_req_failed = 'rate<0.01' } }
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Export-AzLoadTestReport' {
    It 'writes every format, named after the run' {
        foreach ($format in [Enum]::GetNames([LoadTestAz.Reporting.LoadTestReportFormat])) {
            $file = $result | Export-AzLoadTestReport -Format $format
            $file.Name | Should -BeLike 'exported-1.*'
            $file.Length | Should -BeGreaterThan 50
        }
    }

    It 'writes JUnit that is XML with a test for the threshold' {
        $file = $result | Export-AzLoadTestReport -Format JUnit -Path './new folder/junit.xml'
        $xml = [xml] [System.IO.File]::ReadAllText($file.FullName)
        $xml.SelectNodes('//testcase').Count | Should -BeGreaterThan 0
        $xml.SelectNodes('//failure').Count | Should -Be 0
    }

    It 'saves a result that can be merged again' {
        $file = $result | Export-AzLoadTestReport -Format Result
        (Merge-AzLoadTestResult -LiteralPath $file.FullName).Metrics['http_reqs'].Count | Should -Be $result.Metrics['http_reqs'].Count
    }

    It 'writes nothing with -WhatIf, and over nothing with -NoClobber' {
        $result | Export-AzLoadTestReport -Format Html -Path ./never.html -WhatIf | Should -BeNullOrEmpty
        './never.html' | Should -Not -Exist
        $null = $result | Export-AzLoadTestReport -Format Markdown -Path ./once.md
        (Get-ErrorOf { $result | Export-AzLoadTestReport -Format Markdown -Path ./once.md -NoClobber }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.ReportExists,*'
    }
}
