// The command line, and the page's core in node: what the explorer's numbers are held against.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = (path) => fileURLToPath(new URL(`../../build/${path}`, import.meta.url));
export const page = process.env.ETUDE_PAGE ?? built('wasm/apps/explorer/explorer.html');
const binary = process.env.ETUDE ?? built('test/apps/cli/etude');

function run(args) {
  const { status, stdout, stderr, error } = spawnSync(binary, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Standard output of a call that must succeed. */
export function etude(...args) {
  const { status, stdout, stderr } = run(args);
  assert.equal(status, 0, `etude ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** What it refuses with, without its name before it. */
export function refusal(...args) {
  const { status, stderr } = run(args);
  assert.notEqual(status, 0, `etude ${args.join(' ')} was not refused`);
  return stderr.replace(/^etude: /, '').trimEnd();
}

/** Its rates at steps 0 ... steps - 1. */
export function rates(spec, steps) {
  const rows = etude('show', spec, '--steps', String(steps), '--csv=-').trimEnd().split('\n').slice(1);
  return rows.map((row) => Number(row.split(',')[1]));
}

const module = new WebAssembly.Module(readFileSync(built('wasm/apps/explorer/core.wasm')));

export const imports = WebAssembly.Module.imports(module);

/** A fresh core. */
export function core() {
  const { memory, ...calls } = new WebAssembly.Instance(module, {}).exports;
  calls._initialize();
  const doubles = (at, count) => new Float64Array(memory.buffer, at, count);
  const given = (bytes, call) => {
    const at = calls.etude_alloc(bytes.length);
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const result = call(at, bytes.length);
    calls.etude_free(at);
    return result;
  };
  return {
    ask(request) {
      const bytes = given(new TextEncoder().encode(JSON.stringify(request)), calls.explorer_ask);
      return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, calls.explorer_reply(), bytes)));
    },
    log: (bytes) => void given(bytes, calls.explorer_log),
    numbers: () => [...doubles(calls.explorer_numbers(), calls.explorer_count())],
    curve(slot, part, steps) {
      const at = calls.etude_alloc(16 * steps.length), values = at + 8 * steps.length;
      new BigInt64Array(memory.buffer, at, steps.length).set([...steps].map((step) => BigInt(Math.trunc(step))));
      const status = calls.etude_values_at(calls.explorer_plan(slot), part, at, steps.length, values);
      const copy = status === 0 ? [...doubles(values, steps.length)] : null;
      calls.etude_free(at);
      return copy;
    },
    losses: (run, updates) => {
      const count = calls.explorer_train(run, updates);  // first: it may move the memory
      return [...doubles(calls.explorer_losses(run), count)];
    },
    regions: (run, n) => {
      const at = calls.explorer_regions(run, n, 1);
      return new Uint8Array(memory.buffer, at, n * n).slice();
    },
    right: (run) => calls.explorer_right(run),
    bytes: () => memory.buffer.byteLength,
  };
}

/** Trains every arm [name, text] on every seed and compares them, as the page does with its workers. */
export function compared(arms, { task = {}, steps, seeds }) {
  const each = core();
  const trained = arms.map(([name, text]) => {
    const outcomes = seeds.map((seed) => {
      each.ask({ do: 'train', run: 0, task, plan: text, steps, seed });
      each.losses(0, steps);
      return each.ask({ do: 'outcome', run: 0 }).outcome;
    });
    return { name, text, outcomes };
  });
  return each.ask({ do: 'compare', task, steps, seeds, arms: trained });
}
