using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

/// <summary>Every kind of mistake of meaning: its place to the column, what is allowed, what was meant.</summary>
public class PlanMistakesTests
{
    // The text begins in line 3, after PlanFile.Target.
    [Theory]
    [InlineData("distribution:\n  total_vuss: 5\n", "plan.yaml(4,3): distribution.total_vuss: unknown key; did you mean 'total_vus'?")]
    [InlineData("distribution:\n  totalVus: 5\n", "plan.yaml(4,3): distribution.totalVus: unknown key; did you mean 'total_vus'?")]
    [InlineData("distribution:\n  vus: 5\n", "plan.yaml(4,3): distribution.vus: unknown key; did you mean 'total_vus'?")]
    [InlineData("total_vus: 5\n", "plan.yaml(3,1): total_vus: unknown key; did you mean 'distribution.total_vus'?")]
    [InlineData("distribution:\n  resources:\n    cpu: 2\n", "plan.yaml(5,5): distribution.resources.cpu: unknown key; did you mean 'distribution.resources.protocol.cpu'?")]
    [InlineData("azur:\n  location: eastus\n", "plan.yaml(3,1): azur: unknown key; did you mean 'azure'?")]
    [InlineData("gizmo: 1\n", "plan.yaml(3,1): gizmo: unknown key; known are name, azure, distribution, test, execution")]
    [InlineData("distribution: 5\n", "plan.yaml(3,15): distribution: is a single value; allowed is a mapping of total_vus, duration, vus_per_container, resources, mix")]
    [InlineData("execution: [local]\n", "plan.yaml(3,12): execution: is a list; allowed is a mapping of compute, start_timeout, start_quorum, on_missing_workers, max_duration, min_coverage, cleanup, stop_when")]
    [InlineData("name: ''\n", "plan.yaml(3,7): name: '' is no name; allowed are 1 to 100 characters on one line")]
    [InlineData("name: [a]\n", "plan.yaml(3,7): name: is a list; allowed is a text")]
    public void Keys_and_sections(string yaml, string mistake) => Assert.Equal(mistake, PlanFile.Mistake(PlanFile.Target + yaml));

    [Theory]
    [InlineData("0", "'0' is out of range; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("-5", "'-5' is out of range; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("99999999999999999999", "'99999999999999999999' is out of range; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("many", "'many' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("1.5", "'1.5' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("100.0", "'100.0' is not a plain whole number; allowed is a whole number from 1 to 1,000,000; did you mean '100'?")]
    [InlineData("1e3", "'1e3' is not a plain whole number; allowed is a whole number from 1 to 1,000,000; did you mean '1000'?")]
    [InlineData("1_000", "'1_000' is not a plain whole number; allowed is a whole number from 1 to 1,000,000; did you mean '1000'?")]
    [InlineData("\"1,000,000\"", "'1,000,000' is not a plain whole number; allowed is a whole number from 1 to 1,000,000; did you mean '1000000'?")]
    [InlineData("010", "'010' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("0o10", "'0o10' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("0x10", "'0x10' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("", "has no value; give it one, or leave the key out", 13)]
    [InlineData("~", "has no value; give it one, or leave the key out")]
    [InlineData("null", "has no value; give it one, or leave the key out")]
    [InlineData("[5]", "is a list; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("{a: 5}", "is a mapping; allowed is a whole number from 1 to 1,000,000")]
    [InlineData("true", "'true' is not a plain whole number; allowed is a whole number from 1 to 1,000,000")]
    public void Whole_numbers(string value, string message, int column = 14) =>
        Assert.Equal($"plan.yaml(4,{column}): distribution.total_vus: {message}", PlanFile.Mistake($"{PlanFile.Target}distribution:\n  total_vus: {value}\n"));

    [Theory]
    [InlineData("0", "'0' is out of range; allowed is a number from 0.1 to 1,024 vCPUs")]
    [InlineData(".inf", "'.inf' is not a number; allowed is a number from 0.1 to 1,024 vCPUs")]
    [InlineData(".nan", "'.nan' is not a number; allowed is a number from 0.1 to 1,024 vCPUs")]
    [InlineData("1e999", "'1e999' is not a number; allowed is a number from 0.1 to 1,024 vCPUs")]
    [InlineData("'1,5'", "'1,5' is not a number; allowed is a number from 0.1 to 1,024 vCPUs; did you mean '1.5'?")]
    [InlineData("2 GB", "'2 GB' is not a number; allowed is a number from 0.1 to 1,024 vCPUs")]
    public void Numbers(string value, string message) => Assert.Equal(
        $"plan.yaml(6,12): distribution.resources.protocol.cpu: {message}",
        PlanFile.Mistake($"{PlanFile.Target}distribution:\n  resources:\n    protocol:\n      cpu: {value}\n"));

    [Theory]
    [InlineData("30", "'30' is no duration: the unit is missing; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"; did you mean '30s'?")]
    [InlineData("5min", "'5min' is no duration: 'min' is no unit; units are ns, us, ms, s, m, h and d")]
    [InlineData("5 m", "'5 m' is no duration: ' m' is no unit; units are ns, us, ms, s, m, h and d")]
    [InlineData("soon", "'soon' is no duration: write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"")]
    [InlineData("1:30", "'1:30' is no duration: ':' is no unit; units are ns, us, ms, s, m, h and d")]
    [InlineData("0s", "'0s' is out of range; allowed is more than 0s and at most 168h")]
    [InlineData("-1m", "'-1m' is out of range; allowed is more than 0s and at most 168h")]
    [InlineData("8d", "'8d' is out of range; allowed is more than 0s and at most 168h")]
    [InlineData("1.5d", "'1.5d' is no duration: days come first and are whole; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"")]
    public void Durations(string value, string message) =>
        Assert.Equal($"plan.yaml(4,13): distribution.duration: {message}", PlanFile.Mistake($"{PlanFile.Target}distribution:\n  duration: {value}\n"));

    [Theory]
    [InlineData("compute: azure", 12, "compute: 'azure' is not allowed; allowed are local, aci")]
    [InlineData("compute: loca", 12, "compute: 'loca' is not allowed; allowed are local, aci; did you mean 'local'?")]
    [InlineData("cleanup: on-success", 12, "cleanup: 'on-success' is not allowed; allowed are always, on_success, never; did you mean 'on_success'?")]
    [InlineData("cleanup: 1", 12, "cleanup: '1' is not allowed; allowed are always, on_success, never")]
    [InlineData("start_timeout: 600", 18, "start_timeout: '600' is no duration: the unit is missing; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"; did you mean '600s'?")]
    [InlineData("start_timeout: 1ms", 18, "start_timeout: '1ms' is out of range; allowed is at least 1s and at most 24h")]
    [InlineData("start_quorum: 95", 17, "start_quorum: '95' is out of range; allowed is a share from 0 to 1, or from 0% to 100%; did you mean '95%'?")]
    [InlineData("on_missing_workers: redistrbute", 23, "on_missing_workers: 'redistrbute' is not allowed; allowed are continue, fail, redistribute; did you mean 'redistribute'?")]
    [InlineData("max_duration: 30s", 17, "max_duration: '30s' ends the run before the load of 1m is over; allowed is more than the duration")]
    [InlineData("min_coverage: 80", 17, "min_coverage: '80' is out of range; allowed is a share from 0 to 1, or from 0% to 100%; did you mean '80%'?")]
    [InlineData("min_coverage: 101%", 17, "min_coverage: '101%' is out of range; allowed is a share from 0 to 1, or from 0% to 100%")]
    [InlineData("min_coverage: -0.1", 17, "min_coverage: '-0.1' is out of range; allowed is a share from 0 to 1, or from 0% to 100%")]
    [InlineData("min_coverage: most", 17, "min_coverage: 'most' is not a number; allowed is a share from 0 to 1, or from 0% to 100%")]
    public void Execution(string line, int column, string message) =>
        Assert.Equal($"plan.yaml(4,{column}): execution.{message}", PlanFile.Mistake($"{PlanFile.Target}execution:\n  {line}\n"));

    [Theory]
    [InlineData("mix: {protocol: 0, browser: 0}", 8, "mix: has no share above 0; write shares such as {protocol: 80, browser: 20}")]
    [InlineData("mix: {protocol: -1}", 19, "mix.protocol: '-1' is no share; allowed is a number such as 80, not negative")]
    [InlineData("mix: {protocol: 80, brwser: 20}", 23, "mix.brwser: unknown key; did you mean 'browser'?")]
    [InlineData("mix: 80", 8, "mix: is a single value; allowed is a mapping of protocol, browser")]
    [InlineData("total_vus: 20000", 14, "total_vus: 20,000 VUs would take 2,000 workers; allowed are 1,000: put more VUs on each by vus_per_container")]
    [InlineData("vus_per_container: {protocol: 0}", 33, "vus_per_container.protocol: '0' is out of range; allowed is a whole number from 1 to 1,000,000")]
    public void Distribution(string line, int column, string message) =>
        Assert.Equal($"plan.yaml(4,{column}): distribution.{message}", PlanFile.Mistake($"{PlanFile.Target}distribution:\n  {line}\n"));

    [Fact]
    public void All_mistakes_come_at_once_from_top_to_bottom()
    {
        var exception = Assert.Throws<PlanException>(() => PlanFile.Build("""
            nme: x
            distribution:
              total_vus: none
              duration: 30
            test:
              target_url: example.com
              requests:
                - {url: /a, expect_status: 99}
                - {metod: POST}
              thresholds:
                http_req_duration: p95<500
            execution:
              compute: aci
            """, new PlanParameters { RunId = "A B", VusPerContainer = 0, Cpu = 0.5 }));

        Assert.Equal([null, null, null, 1, 3, 4, 6, 8, 9, 11, 13, 13, 13, 13, 13, 13, 13], exception.Mistakes.Select(m => m.Line));
        Assert.Equal(["-VusPerContainer", "-Cpu", "-RunId"], exception.Mistakes.Take(3).Select(m => m.Path));
        var lines = exception.Message.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("The plan has 17 mistakes:", lines[0]);
        Assert.Equal(exception.Mistakes.Select(m => m.ToString()), lines[1..]);
    }

    [Fact]
    public void A_mistake_names_the_file_the_value_and_the_suggestion() => Assert.Equal(
        new PlanMistake(
            Path.Combine(PlanFile.Folder, "plan.yaml"), 4, 14, "distribution.total_vus", "1_000",
            "'1_000' is not a plain whole number; allowed is a whole number from 1 to 1,000,000", "1000"),
        Assert.Single(PlanFile.Mistakes(PlanFile.Target + "distribution:\n  total_vus: 1_000\n")));

    [Fact]
    public void What_could_not_be_read_is_not_called_missing() =>
        Assert.Equal("plan.yaml(2,15): test.target_url: aliases are not supported; write the value out", PlanFile.Mistake("test:\n  target_url: *x\n"));

    [Fact]
    public void A_file_that_is_no_mapping_is_said_to_be_that() =>
        Assert.Contains("plan.yaml(1,1): is a single value; allowed is a mapping of name, azure, distribution, test, execution", PlanFile.Mistakes("just a text\n").Select(m => m.ToString()));
}
