// SPDX-License-Identifier: MIT
// The page around alphabar: it loads the program, hands it files, the clipboard and the address,
// and says what is wrong where it cannot run. What is on the canvas is the program's.

const WASM_BYTES = Number("@WASM_BYTES@"); // the build writes it here
const FILES = "/files"; // where what is dropped lies for the program
const OUT = "/downloads"; // where it writes
const QUIET = 700; // milliseconds after which files that were written one by one are all there

const byId = (id) => document.getElementById(id);
const canvas = byId("canvas");

function say(text) {
  byId("said").textContent = text;
  byId("cover").hidden = false;
  byId("loaded").hidden = true;
}

// What has to be there ------------------------------------------------------------------------

// A module of one function that splats an integer into a vector.
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
]);

function whatIsMissing() {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(SIMD))
    return "alphabar needs WebAssembly with SIMD, which this browser has not (Chrome and Firefox " +
      "have it since 2021, Safari since 16.4).";
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context)
    return "alphabar needs WebGL 2, which this browser has not, or has switched off.";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return "";
}

// Loading -------------------------------------------------------------------------------------

// The bytes as they come, counted for the bar.
function counted(response) {
  let got = 0;
  const count = new TransformStream({
    transform(part, out) {
      got += part.byteLength;
      byId("loaded").value = Math.min(1, got / WASM_BYTES);
      out.enqueue(part);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: { "Content-Type": "application/wasm" } });
}

async function instantiate(imports, done) {
  try {
    const response = await fetch("alphabar.wasm");
    if (!response.ok) throw new Error(`alphabar.wasm: ${response.status} ${response.statusText}`);
    const made = await WebAssembly.instantiateStreaming(counted(response), imports);
    done(made.instance, made.module);
  } catch (error) {
    say(`alphabar could not be loaded: ${error.message}`);
  }
}

// The address ---------------------------------------------------------------------------------

const light = matchMedia("(prefers-color-scheme: light)").matches;

function namesTheme(words) {
  return /--theme\b/.test(words);
}

// What stands after '#' is for the program to read. Colours are the browser's where it names none.
function argumentsOfPage() {
  const words = location.hash.length > 1 ? ["--link", location.hash] : [];
  if (light && !namesTheme(location.hash)) words.push("--theme", "light");
  return words;
}

// The program says the theme where it is not dark. Where the address came without one it stays so as
// long as it is what the browser says: whoever gets the address sees it in their own colours.
const themed = namesTheme(location.hash);

function withTheme(link) {
  if (themed || !light) return link;
  if (!namesTheme(link)) return link ? `${link}%20--theme%20dark` : "--theme%20dark";
  return link.replace(/(%20)?--theme%20light/, "").replace(/^%20/, "");
}

let shown = location.hash;
function showAddress(link) {
  const words = withTheme(link);
  shown = words ? "#" + words : "";
  history.replaceState(null, "", shown || location.pathname + location.search);
}

// Another address was typed, or gone back to.
addEventListener("hashchange", () => {
  if (location.hash !== shown) location.reload();
});

// Files in ------------------------------------------------------------------------------------

// A name that the program can show, in a folder of its own: two files may have one name.
let folders = 0;
async function takeFiles(program, files) {
  const folder = `${FILES}/${++folders}`;
  program.FS.mkdirTree(folder);
  let last = "";
  for (const file of files) {
    const name = file.name.replace(/[/\0]/g, "_") || "picture";
    last = `${folder}/${name}`;
    program.FS.writeFile(last, new Uint8Array(await file.arrayBuffer()));
  }
  if (last) program.ccall("page_open_file", null, ["string"], [files.length > 1 ? folder : last]);
}

function listenForFiles(program) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    takeFiles(program, [...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) takeFiles(program, files);
  });
  const picked = byId("picked");
  picked.addEventListener("change", () => {
    takeFiles(program, [...picked.files]);
    picked.value = ""; // so that the same one can be taken again
  });
}

// Files out -----------------------------------------------------------------------------------

function download(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let i = 0; i < 8; i++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

// A zip of files as they are: pictures are packed already. Each file has a header before it and a
// line in the directory at the end (APPNOTE 4.3.7, 4.3.12, 4.3.16); names are UTF-8 (bit 11).
function zip(files) {
  const parts = [], directory = [];
  let at = 0;
  const fields = (...pairs) => {
    const out = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
    let place = 0;
    for (const [size, value] of pairs) {
      if (size === 2) out.setUint16(place, value, true);
      else out.setUint32(place, value, true);
      place += size;
    }
    return new Uint8Array(out.buffer);
  };
  for (const { name, bytes } of files) {
    const called = new TextEncoder().encode(name);
    // version 2.0, bit 11, stored, midnight of the first of January 1980
    const common = [[2, 20], [2, 1 << 11], [2, 0], [2, 0], [2, 33], [4, crc32(bytes)],
      [4, bytes.length], [4, bytes.length], [2, called.length], [2, 0]];
    directory.push(fields([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0],
      [4, at]), called);
    const head = fields([4, 0x04034b50], ...common);
    parts.push(head, called, bytes);
    at += head.length + called.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length],
    [4, size], [4, at], [2, 0]);
  return new Blob([...parts, ...directory, end]).arrayBuffer();
}

// What the program has written whole, in the folder that it was started in; what it keeps for itself
// lies elsewhere. Many that follow each other closely are one zip.
const written = [];
let writtenTimer = 0;
function offer(program, path) {
  if (!program.FS.cwd().startsWith(OUT) || (path.startsWith("/") && !path.startsWith(OUT))) return;
  const name = path.slice(path.lastIndexOf("/") + 1);
  written.push({ name, bytes: program.FS.readFile(path) });
  program.FS.unlink(path);
  clearTimeout(writtenTimer);
  writtenTimer = setTimeout(offerAll, written.length > 1 ? QUIET : 0);
}

async function offerAll() {
  const files = written.splice(0);
  if (files.length === 1) download(files[0].name, files[0].bytes);
  else download("alphabar.zip", await zip(files));
}

// The clipboard -------------------------------------------------------------------------------

async function copy(text) {
  if (text.startsWith("#")) // what is shown, as a link
    text = location.origin + location.pathname + location.search + "#" + withTheme(text.slice(1));
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no such thing outside https, or the browser does not let it
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    canvas.focus();
  }
}

// The rest ------------------------------------------------------------------------------------

function followContext(program) {
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => program.ccall("page_draw_anew", null, [], []));
}

// Keys that are the browser's: SDL would take them from it.
function leaveKeys() {
  addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && ["v", "l", "t", "n", "w", "r", "f", "p"].includes(event.key.toLowerCase()))
      event.stopImmediatePropagation();
  }, true);
}

function start() {
  const missing = whatIsMissing();
  if (missing) return say(missing);
  leaveKeys();
  let began = 0, lastLine = "";
  const settings = {
    canvas,
    instantiateWasm(imports, done) {
      instantiate(imports, done);
      return {};
    },
    print: (text) => console.log(text),
    printErr: (text) => {
      lastLine = text;
      console.warn(text);
    },
    onAbort: (what) => say(`alphabar has stopped: ${what}. Reload the page to go on from its address.`),
    // What the program calls (src/base/platform_web.c).
    alphabar: {
      fileWritten: (path) => offer(settings.program, path),
      copy,
      showAddress,
      pickFiles: () => byId("picked").click(),
    },
    preMainLoop: () => {
      began = performance.now();
    },
    postMainLoop: () => {
      settings.frameTimes?.push(performance.now() - began); // where a test asks for them
      if (byId("cover").hidden) return;
      performance.mark("first frame");
      byId("cover").hidden = true;
    },
  };
  alphabar(settings).then((program) => {
    settings.program = program;
    globalThis.program = program; // for tests and the console
    program.FS.mkdirTree(FILES);
    program.FS.mkdirTree(OUT);
    program.FS.chdir(OUT);
    canvas.focus();
    listenForFiles(program);
    followContext(program);
    const status = program.callMain(argumentsOfPage());
    if (!status) return;
    say(lastLine);
    byId("without").hidden = !location.hash;
  });
}

const script = document.createElement("script");
script.src = "alphabar.js";
script.onload = start;
script.onerror = () => say("alphabar could not be loaded: alphabar.js is not there.");
document.head.append(script);
