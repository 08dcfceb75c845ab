BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    foreach ($name in 'slow', 'fast') {
        $lines = @('{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}') + @(1..500 | ForEach-Object {
            '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-01-02T03:04:' + ('{0:00}' -f ($_ % 60)) + 'Z","value":' + ($(if ($name -eq 'slow') { 1000 } else { 100 }) + $_ % 7) + ',"tags":{}}}'
        })
        [System.IO.File]::WriteAllLines("$TestDrive/$name.json", [string[]] $lines)
    }
    $fast = Merge-AzLoadTestResult -Path fast.json
    $slow = Merge-AzLoadTestResult -Path slow.json
}

AfterAll { Set-Location $before }

Describe 'Compare-AzLoadTestResult' {
    It 'calls equal figures the same' {
        ($fast | Compare-AzLoadTestResult -Baseline $fast).Verdict | Select-Object -Unique | Should -Be 'Same'
    }

    It 'calls ten times the duration worse, and the other way round better' {
        ($slow | Compare-AzLoadTestResult -Baseline $fast).Verdict | Should -Contain 'Worse'
        ($fast | Compare-AzLoadTestResult -BaselinePath slow.json).Verdict | Should -Contain 'Better'
    }
}
