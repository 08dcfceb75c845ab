// Prints what two linters find wrong in each of the Dockerfiles named, one a line; nothing when all is well.
const fs = require("fs");
const { validate } = require("dockerfile-utils");
const lint = require("dockerfilelint/lib/index");

for (const file of process.argv.slice(2)) {
    const text = fs.readFileSync(file, "utf8");
    for (const problem of validate(text))
        console.log(`${file}:${problem.range.start.line + 1}: ${problem.message}`);
    for (const problem of lint.run("", text, undefined))
        console.log(`${file}:${problem.line}: ${problem.title}`);
}
