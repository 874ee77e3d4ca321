// node types.mjs MODULE OUT: writes down the TypeScript that types.cpp, as a module, prints.

import { readFile, writeFile } from 'node:fs/promises';

const [moduleFile, outFile] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(await readFile(moduleFile), {});
const { memory, _initialize, etude_types } = instance.exports;
_initialize();
const text = new Uint8Array(memory.buffer, etude_types());
await writeFile(outFile, text.subarray(0, text.indexOf(0)));
