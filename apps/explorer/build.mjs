// node build.mjs WASM-FILE OUT-FILE: the page, whole in one file.

import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const mostPage = 700_000;
const mostWasm = 1_050_000;

/** One script, minified; `worker` is the code of the worker, which main.ts imports as a text. */
async function bundle(entry, worker = '') {
  const workerCode = {
    name: 'worker code',
    setup(on) {
      on.onResolve({ filter: /^worker:code$/ }, () => ({ path: 'code', namespace: 'worker' }));
      on.onLoad({ filter: /.*/, namespace: 'worker' }, () => ({ contents: worker, loader: 'text' }));
    },
  };
  const result = await build({
    entryPoints: [join(here, 'page', entry)],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    target: 'es2022',
    format: 'iife',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [workerCode],
  });
  return result.outputFiles[0].text;
}

/** In a page, "</script" ends a script wherever it stands. */
const inScript = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

/** Functions as replacements: in a plain string "$&" would be a pattern. */
function fill(page, parts) {
  return Object.entries(parts).reduce((text, [name, part]) => text.replaceAll(`{{${name}}}`, () => part), page);
}

const [wasmFile, outFile] = process.argv.slice(2);
if (!outFile) {
  console.error('usage: node build.mjs WASM-FILE OUT-FILE');
  process.exit(2);
}

const wasm = await readFile(wasmFile);
const script = inScript(await bundle('main.ts', await bundle('worker.ts')));
const style = (await bundle('style.css')).trim();
const page = fill(await readFile(join(here, 'page', 'page.html'), 'utf8'), {
  hash: createHash('sha256').update(script).digest('base64'),
  style,
  core: gzipSync(wasm, { level: 9 }).toString('base64'),
  script,
});
await mkdir(dirname(outFile), { recursive: true });
await writeFile(outFile, page);

const bytes = Buffer.byteLength(page);
console.log(`${outFile}: ${bytes.toLocaleString('en')} bytes, of a core of ${wasm.length.toLocaleString('en')} bytes`);
if (bytes > mostPage || wasm.length > mostWasm) {
  console.error(`too large: at most ${mostPage} bytes of page and ${mostWasm} bytes of core`);
  process.exit(1);
}
