// SPDX-License-Identifier: MIT
// node run.js ALPHABAR.js FOLDER [ARGUMENTS...]: the program's command line in node. What it writes
// into its own folder /out lies in FOLDER afterwards. Status and output are the program's.
"use strict";
const fs = require("fs");
const path = require("path");

const [program, folder, ...words] = process.argv.slice(2);
require(path.resolve(program))({
  noInitialRun: true,
  wasmBinary: fs.readFileSync(program.replace(/js$/, "wasm")),
  print: (text) => process.stdout.write(text + "\n"),
  printErr: (text) => process.stderr.write(text + "\n"),
}).then((module) => {
  module.FS.mkdir("/out");
  module.FS.chdir("/out");
  const status = module.callMain(words);
  for (const name of module.FS.readdir("/out")) {
    if (name === "." || name === "..") continue;
    fs.writeFileSync(path.join(folder, name), module.FS.readFile("/out/" + name));
  }
  process.exitCode = status;
});
