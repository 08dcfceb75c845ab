// node report.js <data of handleSummary as JSON> <folder>: writes report.html and junit.xml into the folder.
const fs = require("fs");
const path = require("path");
const { generateSummaryReport } = require("k6-html-reporter");
const { jUnit } = require("k6-junit");

const [, , summary, folder] = process.argv;
fs.writeFileSync(path.join(folder, "junit.xml"), jUnit(JSON.parse(fs.readFileSync(summary, "utf8"))));
generateSummaryReport({ jsonFile: path.resolve(summary), output: path.resolve(folder) });
