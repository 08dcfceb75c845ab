BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target

    # What two k6 wrote with --out json: 100 samples each, 1 to 100 and 101 to 200 ms.
    foreach ($worker in 0, 1) {
        $lines = @('{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}') + @(1..100 | ForEach-Object {
            '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-01-02T03:04:05Z","value":' + ($worker * 100 + $_) + ',"tags":{"status":"200"}}}'
        })
        [System.IO.File]::WriteAllLines("$TestDrive/k6 worker [$worker].json", [string[]] $lines)
    }
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Merge-AzLoadTestResult' {
    It 'counts as many requests as the target' {
        $served = $target.Served.Requests
        $result = Get-ShortResult $target.Url
        $result.Metrics['http_reqs'].Count | Should -Be ($target.Served.Requests - $served)
        $result.Passed | Should -Be $true
    }

    It 'merges files of k6, whose percentiles are those of all samples' {
        $result = Merge-AzLoadTestResult -LiteralPath 'k6 worker [0].json', 'k6 worker [1].json' -Threshold 'http_req_duration{status:200}: p(50)<101'
        $metric = $result.Metrics['http_req_duration']
        $metric.Count | Should -Be 200
        $metric.Min | Should -Be 1
        $metric.Max | Should -Be 200
        $metric.GetPercentile(50) | Should -Be 100.5
        $result.Thresholds[0].Passed | Should -Be $true
        $result.Sources | Should -HaveCount 2
    }

    It 'takes wildcards and listings' {
        (Merge-AzLoadTestResult -Path './k6 worker*.json').Metrics['http_req_duration'].Count | Should -Be 200
        (Get-Item -LiteralPath "$TestDrive/k6 worker [1].json" | Merge-AzLoadTestResult).Metrics['http_req_duration'].Min | Should -Be 101
    }

    It 'merges what is whole, and names the file that is not' {
        [System.IO.File]::WriteAllText("$TestDrive/broken.json", '{"type":"Metric","data":{"na')
        $result = Merge-AzLoadTestResult -LiteralPath 'k6 worker [0].json', broken.json -ErrorAction SilentlyContinue -ErrorVariable problems -WarningAction Ignore
        $result.Metrics['http_req_duration'].Count | Should -Be 100
        "$problems" | Should -BeLike '*broken.json*'
    }

    It 'says that there is nothing' {
        (Get-ErrorOf { Merge-AzLoadTestResult -Path nowhere.json }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.InputNotFound,*'
    }
}
