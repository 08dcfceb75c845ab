using LoadTestAz.Agent.Engines.K6.Scripts;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class ScriptTextTests
{
    [Theory]
    [InlineData("export default function () {}", "")]
    [InlineData("// export const options = { vus: 3 };\nexport default function () {}", "")]
    [InlineData("const text = 'export const options = { vus: 3 }'; const r = /export const options = { vus: 3 }/;", "")]
    [InlineData("export const options = { tags: { vus: 1, stages: [] }, thresholds: {} };", "")]
    [InlineData("export let options = { vus: 5, duration: '3s' };", "vus duration")]
    [InlineData("export var options = { 'stages': [{ duration: '1s', target: 3 }] };", "stages")]
    [InlineData("export const options: Options = { iterations: 5, }", "iterations")]
    [InlineData("export const options = { tags: f({ a: 1 }), scenarios }", "scenarios")]
    [InlineData("export const options = { /* none */ scenarios: { a: { vus: 3 } } }", "scenarios")]
    [InlineData("export const options = { tags: { a: `x${ { vus: `}` } }` }, vus: 4 }", "vus")]
    public void Keys_of_the_options_are_seen(string source, string expected)
    {
        var options = ScriptText.Read(source)!;
        Assert.Equal(expected, string.Join(' ', options.LoadSettings.Concat(options.Scenarios.Select(_ => "scenarios"))));
    }

    [Theory]
    [InlineData("export const options = { ...base, vus: 1 };")]
    [InlineData("export const options = { [key]: 1 };")]
    [InlineData("export const options = make();")]
    [InlineData("const options = { vus: 1 }; export { options };")]
    [InlineData("export * from './options.js';")]
    [InlineData("module.exports.options = { vus: 1 };")]
    [InlineData("export const options = { vus: 1")]
    public void What_can_not_be_seen_is_not_guessed(string source) => Assert.Null(ScriptText.Read(source));
}
