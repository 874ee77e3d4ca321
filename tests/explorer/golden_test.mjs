// The page's core gives what the real libraries and the post's own code gave, by the goldens that the native tests read.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { core } from './etude.mjs';

const folder = new URL('../golden/dialects/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl') && name !== 'torch_1_13.jsonl'); // an older torch
const longest = 1000; // steps for which a schedule that has no end of its own is read

/** 1e-12 of the value, and the last bit of a cosine near -1, which is 2^-53 of the peak; two float32 ulp there. */
function tolerance(value, peak, isFloat32) {
  if (!isFloat32) return 1e-12 * Math.abs(value) + 2 ** -53 * peak;
  const at = new Float32Array([Math.abs(value), 0]);
  new Uint32Array(at.buffer)[1] = new Uint32Array(at.buffer)[0] + 1;
  return 2 * (at[1] - at[0]);
}

for (const file of files)
  test(`${file}, as the library computed it`, () => {
    const each = core();
    const goldens = readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line)).filter((one) => one.spec);
    assert.ok(goldens.length > 3);
    for (const { spec, precision, refused, lr, steps = lr?.map((_, step) => step) } of goldens) {
      if (refused) continue; // where nothing says how long it is; the page always does
      const read = each.ask({ do: 'read', slot: 0, text: spec, steps: longest });
      assert.equal(read.error, undefined, spec);
      const got = each.curve(0, read.parts.indexOf('lr'), steps);
      const numbers = lr.map((value) => (typeof value === 'number' ? value : NaN));
      const peak = Math.max(...numbers.map((value) => Math.abs(value) || 0));
      const wrong = numbers.findIndex((value, i) => !(Math.abs(got[i] - value) <= tolerance(value, peak, precision === 'float32')));
      assert.equal(wrong, -1, `${spec}: step ${steps[wrong]} is ${got[wrong]}, the library gave ${lr[wrong]}`);
    }
  });

const runs = new Map();
for (const row of readFileSync(new URL('../golden/seed_runs.csv', import.meta.url), 'utf8').trimEnd().split('\n').slice(1)) {
  const [experiment, backward, ...numbers] = row.split(',');
  const name = `${experiment}, ${backward}`;
  if (!runs.has(name)) runs.set(name, { backward, epochs: [] });
  runs.get(name).epochs.push(numbers.map(Number));
}

for (const [name, { backward, epochs }] of runs)
  test(`the post's ${name}, every loss of every epoch`, () => {
    const plan = `piecewise(at=[${epochs.map(([epoch]) => epoch)}], values=[${epochs.map(([, lr]) => lr)}], interpolation=hold)`;
    const each = core();
    const started = each.ask({ do: 'train', run: 0, task: {}, plan, steps: epochs.length, seed: 0, backward });
    assert.equal(started.error, undefined);
    const losses = each.losses(0, epochs.length);
    const expected = epochs.map(([, , loss]) => loss); // NaN from the epoch on at which it diverges
    const finite = expected.filter(Number.isFinite).length;
    assert.equal(losses.filter(Number.isFinite).length, finite);
    for (let epoch = 0; epoch < finite; ++epoch)
      assert.ok(Math.abs(losses[epoch] - expected[epoch]) <= 1e-10 * expected[epoch], `epoch ${epoch}: ${losses[epoch]}, not ${expected[epoch]}`);
  });
