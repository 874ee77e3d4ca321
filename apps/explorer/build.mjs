// node build.mjs CORE-FILE OUT-FILE: the page, whole in one file. unpack.wasm is taken from beside the core.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const mostPage = 394_000; // 50,000 of them and 116,000 of the core came with the forecast
const mostWasm = 1_040_000; // 30,000 of them with the ranking of schedules, manifests, what is refused of both, the words of a task, and the tails of runs

const [wasmFile, outFile] = process.argv.slice(2);
if (!outFile) {
  console.error('usage: node build.mjs CORE-FILE OUT-FILE');
  process.exit(2);
}

/** One script or style, minified; `texts`: what its imports of 'text:NAME' stand for. */
async function bundle(entry, texts = {}) {
  const files = Object.entries(texts).map(([name, content]) => [name, join(dirname(wasmFile), `${name}.text`), content]);
  await Promise.all(files.map(([, file, content]) => writeFile(file, content)));
  const aliases = files.map(([name, file]) => `--alias:text:${name}=${resolve(file)}`);
  const options = ['--bundle', '--minify', '--target=es2022', '--format=iife', '--charset=utf8', '--legal-comments=none', '--loader:.text=text'];
  return execFileSync('esbuild', [entry, ...options, ...aliases], { cwd: join(here, 'page'), encoding: 'utf8', maxBuffer: 1 << 26 }).trim();
}

/** As LZMA, by Debian's xz: a fifth smaller than any deflate. page/unpack.cpp reads exactly these parameters. */
const packed = (content) =>
  execFileSync('xz', ['--format=raw', '--lzma1=preset=9e,lc=4,lp=0,pb=0,nice=273', '--stdout'], { input: content, maxBuffer: 1 << 26 });

/** The code of page/unpack.cpp: 16 or 15 bits to a letter of UTF-16, none of which HTML would change. */
function lettersOf(bytes) {
  const bits = (at, width) => (((bytes[at >> 3] << 16) | (bytes[(at >> 3) + 1] << 8) | bytes[(at >> 3) + 2]) >> (24 - (at & 7) - width)) & ((1 << width) - 1);
  let letters = '';
  for (let at = 0; at < 8 * bytes.length; ) {
    const next = bits(at, 16);
    const place = next < 60804 ? next : (next >> 1) + 30402;
    letters += String.fromCharCode(61 + place + (61 + place < 0xd800 ? 0 : 2048));
    at += next < 60804 ? 16 : 15;
  }
  return letters;
}

const text = (content) => lettersOf(packed(content));
const hash = (script) => createHash('sha256').update(script).digest('base64');

/** Functions as replacements: in a plain string "$&" would be a pattern. */
function fill(page, parts) {
  return Object.entries(parts).reduce((text, [name, part]) => text.replaceAll(`{{${name}}}`, () => part), page);
}

const wasm = await readFile(wasmFile);
const script = Buffer.from(await bundle('main.ts', { worker: await bundle('core/worker.ts'), style: await bundle('style.css') }));
const unpacker = await readFile(join(dirname(wasmFile), 'unpack.wasm'), 'base64');
const loader = await bundle('loader.ts', { unpacker });
const page = fill(await readFile(join(here, 'page', 'page.html'), 'utf8'), {
  loaderHash: hash(loader),
  scriptHash: hash(script),
  coreBytes: wasm.length,
  core: text(wasm),
  scriptBytes: script.length,
  script: text(script),
  loader,
});
const file = Buffer.from(`\ufeff${page}`, 'utf16le'); // the mark goes before whatever charset a server says
await mkdir(dirname(outFile), { recursive: true });
await writeFile(outFile, file);

const bytes = file.length;
console.log(`${outFile}: ${bytes.toLocaleString('en')} bytes, of a core of ${wasm.length.toLocaleString('en')} bytes`);
if (bytes > mostPage || wasm.length > mostWasm) {
  console.error(`too large: at most ${mostPage} bytes of page and ${mostWasm} bytes of core`);
  process.exit(1);
}
