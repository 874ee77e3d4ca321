// Logs of language models that ship with the tests, each run as a file of its own, and what the core reads of logs.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of a shipped log of many runs some: texts by the names of their files. */
export function logsOf(file, ...runs) {
  const text = readFileSync(fileURLToPath(new URL(`../golden/curves/${file}`, import.meta.url)), 'utf8');
  const [heading, ...rows] = text.trimEnd().split(/\r?\n/);
  return Object.fromEntries(runs.map((run) => [`${run}.csv`, `${[heading, ...rows.filter((row) => row.startsWith(`${run},`))].join('\n')}\n`]));
}

export const trio = logsOf('sp124_lr1e-3.csv', 'sp124_const_lr1e-3_T50k', 'sp124_wsdlin0.2_lr1e-3_T25k', 'sp124_cos0_lr1e-3_T25k');

/** The files in a folder of their own, for as long as `use` takes. */
export async function inFolder(files, use) {
  const folder = mkdtempSync(join(tmpdir(), 'etude-logs-'));
  const at = (name) => join(folder, name);
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
    return await use(at);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As a browser's input takes them. */
export const asFiles = (files) => Object.entries(files).map(([name, text]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) }));
