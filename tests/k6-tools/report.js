// node report.js <data of handleSummary as JSON> <text as on k6's console> <folder>: writes report.html, junit.xml and
// console.xml into the folder.
const fs = require("fs");
const path = require("path");
const { generateSummaryReport } = require("k6-html-reporter");
const { jUnit } = require("k6-junit");
const { K6Parser } = require("k6-to-junit");

const [, , summary, text, folder] = process.argv;
fs.writeFileSync(path.join(folder, "junit.xml"), jUnit(JSON.parse(fs.readFileSync(summary, "utf8"))));
generateSummaryReport({ jsonFile: path.resolve(summary), output: path.resolve(folder) });
const parser = new K6Parser();
parser.pipeFrom(fs.createReadStream(text)).then(() => parser.toXml(fs.createWriteStream(path.join(folder, "console.xml"))));
