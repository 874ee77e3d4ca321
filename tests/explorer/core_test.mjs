// The page's core gives what the command line gives, to the last bit.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { compared, core, etude, imports, rates, refusal } from './etude.mjs';

const steps = 300;
const every = Array.from({ length: steps }, (_, step) => step);

test('the core imports nothing', () => assert.deepEqual(imports, []));

const specs = [
  'constant(value=0.5)',
  'warmup(to=0.05, steps=30) then cosine(from=0.05, to=1e-4, steps=270)',
  'wsd(peak=0.3, steps=300, warmup=10%, decay=20%)',
  'one_cycle(peak=0.1, steps=300)',
  'cosine_restarts(from=0.1, period=50, mult=1.5)',
  'geometric(from=1e-6, to=10, steps=300)',
  'rex(from=0.1, steps=rest)',
  'piecewise(at=[0, 100, 300], values=[0, 0.4, 0.01], interpolation=cosine)',
  'multiply(linear(from=1, steps=300), noam(d_model=64, warmup=40))',
  'recipe:nanogpt',
  'torch.StepLR(lr=0.1, step_size=30)',
  'hf.cosine(lr=3e-4, num_warmup_steps=10, num_training_steps=100)',
  'optax.cosine_decay_schedule(init_value=0.1, decay_steps=100)',
  'paddle.StepDecay(learning_rate=0.1, step_size=30)',
];

for (const spec of specs) {
  test(`${spec} has the command line's rates`, () => {
    const each = core();
    const read = each.ask({ do: 'read', slot: 3, text: spec, steps });
    assert.equal(read.error, undefined);
    const told = JSON.parse(etude('show', spec, '--steps', String(steps), '--json=-', '--spelt-out')).schedules[0];
    assert.deepEqual(each.curve(3, read.parts.indexOf('lr'), every), rates(spec, steps));
    assert.deepEqual([read.spec, read.json, read.sum_lr], [told.schedule, told.spec, told.sum_lr]);
  });
}

test('momentum comes beside the rate', () => {
  const spec = 'plan(lr=one_cycle(peak=0.1, steps=300), momentum=one_cycle_momentum(steps=300))';
  const each = core();
  const { parts } = each.ask({ do: 'read', slot: 0, text: spec, steps });
  assert.deepEqual(parts, ['lr', 'momentum']);
  const rows = etude('show', spec, '--steps', String(steps), '--csv=-').trimEnd().split('\n').map((row) => row.split(','));
  const column = rows[0].indexOf('momentum');
  assert.deepEqual(each.curve(0, 1, every), rows.slice(1).map((row) => Number(row[column])));
});

const refused = [
  ['', null],
  ['then(', 1],
  ['cosine(from=0.5, to=0, stps=300)', 24],
  ['linear(from=1)', 14],
  ['constant(value=0.1) then', 25],
  ['torch.StepLR(lr=0.1)', null],
  ['recipe:nothing', null],
  ['“quotes”', 1],
];

for (const [text, column] of refused) {
  test(`"${text}" is refused as the command line does`, () => {
    const reply = core().ask({ do: 'read', slot: 0, text, steps });
    assert.equal(reply.error, refusal('show', text, '--steps', String(steps)));
    if (column) assert.equal(reply.column, column);
  });
}

test('work without end is refused, and says what to lower', () => {
  const each = core();
  const many = Array(40).fill('noise(tanh(from=0.1, steps=9), sd=0.1)');
  const asked = (text) => each.ask({ do: 'read', slot: 0, text, steps: 1e6 }).error;
  assert.match(asked(`max(${many.join(', ')})`), /at most 49382 steps .* lower steps, or use fewer kinds/);
  assert.equal(asked(many.join(' then ')), undefined);
});

test('a request that is none is refused', () => {
  const each = core();
  for (const request of [{}, [], 'read', 7, { do: 'nothing' }, { do: 'read', steps: -1 }, { do: 'convert', slot: 9 }])
    assert.equal(typeof each.ask(request).error, 'string', JSON.stringify(request));
});

const { formats } = core().ask({ do: 'list' });

test('every written format is offered', () => {
  const offered = etude('convert', '--help', '--width', '300').match(/one of ([^\n]*)/)[1].split(', ');
  assert.deepEqual(new Set([...formats, 'json', 'text']), new Set(offered));
});

for (const to of formats) {
  test(`code for ${to} is the command line's`, () => {
    const spec = 'warmup(to=0.05, steps=30) then cosine(from=0.05, to=1e-4, steps=270)';
    const each = core();
    each.ask({ do: 'read', slot: 1, text: spec, steps });
    const reply = each.ask({ do: 'convert', slot: 1, to, steps });
    if (reply.error) assert.equal(reply.error, refusal('convert', spec, '--to', to, '--steps', String(steps)));
    else assert.equal(reply.code.trimEnd(), etude('convert', spec, '--to', to, '--steps', String(steps), '--quiet').trimEnd());
  });
}

const tasks = [
  { hidden: '8,8' },
  { hidden: '8', norm: 'layer', init: 'xavier', optimizer: 'adamw' },
  { hidden: '8', norm: 'batch', optimizer: 'momentum', batch: '50' },
  { hidden: '8', activation: 'gelu', dropout: '0.1', optimizer: 'lion' },
  { hidden: '8,8,8', activation: 'tanh', init: 'normal', optimizer: 'schedule-free-sgd', loss: 'mse-softmax' },
];

for (const task of tasks) {
  const flags = Object.entries(task).flatMap(([name, value]) => [`--${name}`, value]);
  test(`a comparison is the command line's: ${flags.join(' ')}`, () => {
    const arms = [['flat', 'constant(value=0.05)'], ['decay', 'linear(from=0.5, to=0, steps=rest)']];
    const { comparison, finding, table } = compared(arms, { task, steps: 40, seeds: [0, 1, 2] });
    const told = JSON.parse(etude('compare', ...arms.map((arm) => arm.join(': ')), '--seeds', '3', '--steps', '40', ...flags,
      '--sums', 'rounded', '--json=-'));
    assert.deepEqual({ ...comparison, work: null }, { ...told, work: null });  // of what runs share, workers know nothing
    assert.equal(table.rows.length, arms.length);
    assert.equal(typeof finding, 'string');
  });
}

test('a plan that is trained at a peak is the plan scaled to it', () => {
  const each = core();
  const losses = (plan, peak) => {
    each.ask({ do: 'train', run: 0, task: { hidden: '8' }, plan, steps: 20, seed: 1, ...(peak && { peak }) });
    return each.losses(0, 20);
  };
  assert.deepEqual(losses('cosine(from=0.5, steps=20)', 2), losses('scale(cosine(from=0.5, steps=20), by=4)'));
});

test('a tuned comparison that is not started is refused', () => assert.match(core().ask({ do: 'tune-go' }).error, /no study/));

const sweeps = [
  ['a suggestion', { from: 1e-6, to: 10, steps: 60, seeds: [0, 1], shape: 'exponential' }],
  ['a linear one', { from: 1e-3, to: 3, steps: 40, seeds: [5], shape: 'linear' }],
  ['one that has to go on', { from: 1e-6, to: 1e-3, steps: 30, seeds: [0], shape: 'exponential' }],
];

for (const [name, sweep] of sweeps) {
  test(`a range test is the command line's: ${name}`, () => {
    const each = core();
    assert.deepEqual(each.ask({ do: 'range', ...sweep }), { started: true });
    let reply = {};
    for (let sweeps = 0; !reply.done; ++sweeps) {
      reply = each.ask({ do: 'range-go' });
      assert.equal(reply.error, undefined);
      assert.ok(sweeps < 200, 'the test does not end');
    }
    const flags = Object.entries({ ...sweep, seeds: sweep.seeds.length, seed: sweep.seeds[0] }).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
    assert.deepEqual(reply.range, JSON.parse(etude('range', ...flags, '--sums', 'rounded', '--json=-')));
  });
}

test('a figure is the command line\'s', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'etude-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [name, file] = ['cosine(from=0.5, steps=300)', join(folder, 'figure.svg')];
  const each = core();
  each.ask({ do: 'read', slot: 0, text: name, steps });
  const line = { name, x: every, y: each.curve(0, 0, every) };
  const { svg } = each.ask({ do: 'svg', figure: { title: name, x: { label: 'step' }, y: { label: 'lr' }, lines: [line] } });
  etude('show', name, '--steps', String(steps), '--svg', file);
  assert.equal(svg.trimEnd(), readFileSync(file, 'utf8').trimEnd());
});

test('a path goes down the landscape, point by point', () => {
  const each = core();
  each.ask({ do: 'read', slot: 0, text: 'linear(from=0.07, to=0.01, steps=20)', steps: 20 });
  const rates = each.curve(0, 0, every.slice(0, 20));
  const reply = each.ask({ do: 'path', landscape: 'ravine', slot: 0, optimizer: { rule: 'sgd' }, start: [-4, 1], steps: 20 });
  assert.deepEqual(reply, { points: 21, diverged_at: null });
  const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-12 * Math.abs(b), `${a} is not ${b}`);
  let [x, y] = [-4, 1];
  for (let i = 0, points = each.numbers(); i <= 20; ++i) {
    [x, y, (x * x + 25 * y * y) / 2].forEach((expected, part) => near(points[3 * i + part], expected));
    [x, y] = [x - rates[i] * x, y - rates[i] * 25 * y];
  }
});

test('a run that goes on in pieces is the run in one', () => {
  const [whole, pieces] = [core(), core()];
  for (const each of [whole, pieces]) each.ask({ do: 'train', run: 2, plan: 'constant(value=0.3)', steps: 30, seed: 4 });
  for (let i = 0; i < 10; ++i) pieces.losses(2, 3);
  assert.deepEqual(pieces.losses(2, 3), whole.losses(2, 30));
  assert.deepEqual(pieces.regions(2, 8), whole.regions(2, 8));
});

test('what a network has right is counted sample by sample', () => {
  const each = core();
  const right = (task, steps) => {
    each.ask({ do: 'train', run: 0, task, plan: 'constant(value=0.3)', steps, seed: 2 });
    each.losses(0, steps);
    return each.right(0);
  };
  assert.equal(right({ hidden: '8', init: 'zero' }, 1), 100); // one class for all
  const counted = right({ hidden: '16,16' }, 150);
  each.ask({ do: 'data', task: {}, seed: 2 });
  const samples = each.numbers();
  const n = 1000;
  const cells = each.regions(0, n); // of [-1, 1]^2
  let [sure, unsure] = [0, 0];
  for (let i = 0; i < samples.length; i += 3) {
    const [column, row] = [0, 1].map((axis) => Math.floor(((samples[i + axis] + 1) / 2) * n));
    const around = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((across) => cells[(row + down) * n + column + across]));
    if (around.some((one) => one !== around[0])) ++unsure;
    else if (around[0] === samples[i + 2]) ++sure;
  }
  assert.ok(counted >= sure && counted <= sure + unsure && unsure < 30 && sure > 150, `${counted} is not ${sure} to ${sure + unsure}`);
});

test('a thousand changes of eight schedules leave the memory as it is', () => {
  const each = core();
  const points = Float64Array.from({ length: 2000 }, (_, step) => step);
  const change = (i) => {
    each.ask({ do: 'read', slot: i % 8, text: `warmup(to=${0.01 + i / 1e4}, steps=100) then cosine(from=0.5, steps=1900)`, steps: 2000 });
    each.curve(i % 8, 0, points);
  };
  for (let i = 0; i < 50; ++i) change(i);
  const before = each.bytes();
  for (let i = 0; i < 1000; ++i) change(i);
  assert.equal(each.bytes(), before);
});
