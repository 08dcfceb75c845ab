using LoadTestAz.Agent.Engines.K6.Scripts;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class ScriptReferencesTests
{
    [Theory]
    [InlineData("import http from 'k6/http';", "k6/http module")]
    [InlineData("import a, { b } from \"./a.js\"; import './b.js'; export { c } from '../c.js';", "./a.js module|./b.js module|../c.js module")]
    [InlineData("const a = require('./a.js'); const d = JSON.parse(open('./data/d.json'));", "./a.js module|./data/d.json data")]
    [InlineData("const d = open(`./d.bin`, 'b');", "./d.bin data")]
    [InlineData("const d = open(`./${__ENV.NAME}.csv`); const e = open(name); const m = await import(x)", "? data|? data|? module")]
    [InlineData("// import './a.js'\n/* open('./b') */ const s = \"open('./c')\"; const r = /open('.\\/d')/;", "")]
    [InlineData("const f = await fs.open('f.txt'); request.open('GET', x);", "f.txt data unsure|GET data unsure")]
    [InlineData("function open(path) {} reopen('./x'); a.require('y'); page.open();", "")]
    [InlineData("const a = 4 / 2; const b = open('./b') / 3;", "./b data")]
    [InlineData("open('./\\u0061.txt')", "./a.txt data")]
    public void Imports_and_opened_files_are_found(string source, string expected) => Assert.Equal(
        expected,
        string.Join('|', ScriptReferences.In(source).Select(r => $"{r.Path ?? "?"} {(r.IsModule ? "module" : "data")}{(r.IsCertain ? "" : " unsure")}")));

    [Theory]
    [InlineData("./a.js", true, false)]
    [InlineData("../a.js", true, false)]
    [InlineData("k6/http", false, false)]
    [InlineData("https://jslib.k6.io/x.js", false, false)]
    [InlineData("/etc/a.js", false, true)]
    [InlineData("file:///a.js", false, true)]
    [InlineData("C:\\a.js", false, true)]
    public void Modules_are_beside_the_script_or_elsewhere(string path, bool relative, bool absolute)
    {
        var reference = new ScriptReference(path, IsModule: true, IsCertain: true);
        Assert.Equal((relative, absolute), (reference.IsRelative, reference.IsAbsolute));
    }
}
