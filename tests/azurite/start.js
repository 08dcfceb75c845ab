// Starts the Blob service of Azurite with the arguments given, and ends when standard input does: whoever started it has
// ended then, in whatever way.
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
require("azurite/dist/src/blob/main.js");
