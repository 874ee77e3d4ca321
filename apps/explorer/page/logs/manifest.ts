// A manifest that was dropped with logs: what each run ran with, and which are fitted.

import type { ManifestRow } from 'core-types';
import type { Core } from '../core/core.ts';
import type { Run } from './run.ts';

const most = 1 << 20; // bytes: no manifest of so few runs has more

/** The text of a file whose first line names the columns of a manifest; null where it is another. */
export async function manifestText(file: File): Promise<string | null> {
  if (file.size > most) return null;
  const text = await file.text();
  const heading = text.split(/[\r\n]+/).find((line) => line.trim() && !line.startsWith('#')) ?? '';
  const columns = heading.toLowerCase().split(/[,;\t]/).map((cell) => cell.replace(/["\uFEFF]/g, '').trim());
  return columns.includes('run') && columns.includes('schedule') ? text : null;
}

/** Throws a Refusal where it is none. */
export function manifestRows(core: Core, name: string, text: string): ManifestRow[] {
  return core.ask<{ rows: ManifestRow[] }>({ do: 'manifest', name, text }).rows;
}

/** Takes over what the rows say of these runs; gives what they leave open, in words. */
export function applyManifest(rows: ManifestRow[], runs: Run[]): string[] {
  const hasRoles = rows.some(({ role }) => role !== '');
  const said: string[] = [];
  for (const run of runs) {
    const row = rows.find((each) => each.run === run.log.run);
    run.isFitted = row !== undefined && (!hasRoles || row.role === 'fit');
    if (!row) said.push(`The manifest has no row for ${run.log.run}, so it is not fitted; add one, or choose it here.`);
    if (!row?.schedule) continue;
    if (row.schedule.startsWith('@')) said.push(`${row.place}: a page opens no file that a manifest names, so the rates of ${run.log.run} are those that were logged.`);
    else run.schedule = { name: 'what the manifest says', text: row.schedule, steps: row.steps, branch_step: row.branch_step };
  }
  return said;
}
