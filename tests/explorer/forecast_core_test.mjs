// The page's core fits logs and foretells schedules to the command line's bits, and refuses what that refuses.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import test from 'node:test';
import { core, etude, refusal } from './etude.mjs';
import { inFolder, logsOf, trio } from './logs.mjs';

const others = logsOf('sp124_lr5e-4.csv', 'sp124_const_lr5e-4_T50k', 'sp124_cos10_lr5e-4_T25k');

/** What the core reads of a log that comes in pieces. */
function read(each, name, text, { loss = '', piece = 1000 } = {}) {
  each.ask({ do: 'log', name, loss });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += piece) each.log(bytes.subarray(at, at + piece));
  const { logs, error } = each.ask({ do: 'log-end' });
  return error ? { error } : logs.map((log) => ({ ...log, run: log.run || name.replace(/\.\w+$/, '') }));
}

const readAll = (each, files) => Object.entries(files).flatMap(([name, text]) => read(each, name, text));

for (const [what, files, more] of [
  ['of one peak', trio, {}],
  ['of two peaks', { ...trio, ...others }, {}],
  ['whose warm-up somebody knows', trio, { warmup: 300 }],
])
  test(`runs ${what} are fitted and schedules foretold to the command line's bits`, () =>
    inFolder(files, (at) => {
      const flags = more.warmup === undefined ? [] : ['--warmup', String(more.warmup)];
      const each = core();
      const fitted = each.ask({ do: 'fit', logs: readAll(each, files), ...more });
      assert.deepEqual(fitted, JSON.parse(etude('forecast', 'fit', ...Object.keys(files).map(at), ...flags, '--json=-')));
      writeFileSync(at('law.json'), JSON.stringify(fitted.forecast));
      const schedules = [
        { name: 'wsd', text: 'wsd(1e-3, 40000, 300, 8000)' },
        { name: 'cosine', text: 'warmup(1e-3, 300) then cosine(1e-3, 1e-4, rest)' },
      ];
      const { table, refusals, ranked, ranking, tested, tested_curves, ...told } = each.ask({ do: 'predict', forecast: fitted.forecast, steps: 40000, schedules });
      const asked = [at('law.json'), ...schedules.map(({ name, text }) => `${name}: ${text}`), '--steps', '40000', '--json=-'];
      assert.deepEqual(told, JSON.parse(etude('forecast', 'predict', ...asked)));
      const places = JSON.parse(etude('forecast', 'rank', ...asked));
      assert.deepEqual([ranked, [ranking]], [places.ranked, places.findings]);
      assert.deepEqual([refusals, table.rows.length, tested, tested_curves], [[], 2, [], []]);
    }));

test('runs whose schedules are known are fitted as with a manifest, with rates in their logs or without', () =>
  inFolder(trio, (at) => {
    const known = [
      ['linear(1e-5, 1e-3, 300, end=after) then constant(1e-3)', 50000],
      ['linear(1e-5, 1e-3, 300, end=after) then constant(1e-3, steps=19700) then linear(1e-3, 0, rest, end=after)', 25000],
      ['cosine(1e-5, 1e-3, 300) then cosine(1e-3, 1e-7, rest, first=moved)', 25000],
    ];
    const each = core();
    const logs = readAll(each, trio).map((log, i) => ({ ...log, schedule: { text: known[i][0], steps: known[i][1] } }));
    const rows = logs.map(({ run, schedule }) => `${run},"${schedule.text}",${schedule.steps}\n`);
    writeFileSync(at('manifest.csv'), `run,schedule,steps\n${rows.join('')}`);
    const fitted = each.ask({ do: 'fit', logs });
    assert.deepEqual(fitted, JSON.parse(etude('forecast', 'fit', ...Object.keys(trio).map(at), '--manifest', at('manifest.csv'), '--json=-')));
    assert.deepEqual(each.ask({ do: 'fit', logs: logs.map((log) => ({ ...log, rates: [], rate_steps: [] })) }), fitted);
    const { error } = each.ask({ do: 'fit', logs: [{ ...logs[0], schedule: { text: 'constant(0.5)', steps: 50000 } }] });
    assert.match(error, /sp124_const_lr1e-3_T50k.*give the schedule that it ran with/);
  }));

test('runs that were not fitted test the law to the command line\'s bits, at other peaks where that is forced', () =>
  inFolder({ ...trio, ...others }, (at) => {
    const each = core();
    const [fitted, unseen] = [trio, others].map((files) => readAll(each, files));
    const { forecast } = each.ask({ do: 'fit', logs: fitted });
    writeFileSync(at('law.json'), JSON.stringify(forecast));
    const ask = (more) => each.ask({ do: 'predict', forecast, steps: 25000, schedules: [], logs: unseen, ...more });
    assert.deepEqual(ask({}).tested, []);
    assert.match(ask({}).refusals[0], /^sp124_const_lr5e-4_T50k: the peak 5e-4 was not fitted/);
    const { tested, tested_curves } = ask({ is_forced: true });
    const scored = JSON.parse(etude('forecast', 'score', at('law.json'), ...Object.keys(others).map(at), '--force', '--json=-'));
    assert.deepEqual([tested, tested_curves], [scored.runs, scored.curves]);
    assert.ok(tested.every(({ is_forced }) => is_forced));
  }));

test('schedules of other peaks are ranked where that is forced, and marked', () =>
  inFolder(trio, (at) => {
    const each = core();
    const { forecast } = each.ask({ do: 'fit', logs: readAll(each, trio) });
    writeFileSync(at('law.json'), JSON.stringify(forecast));
    const schedules = [{ name: 'high', text: 'wsd(4e-3, 25000, 300, 5000)' }, { name: 'low', text: 'wsd(1e-3, 25000, 300, 5000)' }];
    const { ranked, ranking, table } = each.ask({ do: 'predict', forecast, steps: 25000, schedules, is_forced: true });
    const places = JSON.parse(etude('forecast', 'rank', at('law.json'), ...schedules.map(({ name, text }) => `${name}: ${text}`), '--force', '--json=-'));
    assert.deepEqual([ranked, [ranking]], [places.ranked, places.findings]);
    assert.match(ranking, /That is forced: the logs say nothing of the peak of high/);
    assert.match(table.rows[0][2], /!$/);
  }));

test('a manifest says what runs ran with and which are fitted, as on the command line', () => {
  const each = core();
  const text = 'Run,schedule,steps,role,branch_step\n# a remark\na,"wsd(1e-3, 25000, 300, 5000)",25000,Fit,20000\nb,constant(1e-3),,predict,\n';
  const { rows } = each.ask({ do: 'manifest', name: 'runs.csv', text });
  assert.deepEqual(rows, [
    { run: 'a', schedule: 'wsd(1e-3, 25000, 300, 5000)', role: 'fit', steps: 25000, branch_step: 20000, place: 'line 3 of runs.csv' },
    { run: 'b', schedule: 'constant(1e-3)', role: 'predict', steps: null, branch_step: null, place: 'line 4 of runs.csv' },
  ]);
  const { error } = each.ask({ do: 'manifest', name: 'runs.csv', text: text.replace('Fit', 'fti') });
  assert.equal(error, 'line 3 of runs.csv: the role is "fti"; did you mean fit?');
});

const [constant, wsd] = Object.entries(trio);
const scaled = ([name, text], factor) => [name, text.replace(/,([\d.]+)\r?$/gm, (_, loss) => `,${loss * factor}`)];

for (const [what, ...files] of [
  ['a constant alone', constant],
  ['a log without rates', ['bare.csv', 'step,loss\n1,3\n2,2.5\n3,2.2\n4,2.1\n']],
  ['a loss that is not finite', ['wild.csv', 'step,lr,loss\n1,1e-3,3\n2,1e-3,nan\n3,1e-3,2.2\n']],
  ['losses of another unit', constant, scaled(wsd, 1.4427)],
])
  test(`${what} is refused in the command line's words`, () => {
    const given = Object.fromEntries(files);
    return inFolder(given, (at) => {
      const each = core();
      const { error } = each.ask({ do: 'fit', logs: readAll(each, given) });
      assert.equal(error, refusal('forecast', 'fit', ...Object.keys(given).map(at)).replace(/\s+/g, ' '));
    });
  });

for (const [what, text, said] of [
  ['empty', '', 'bad.csv is empty'],
  ['without a loss', 'step,lr\n1,2\n', 'bad.csv has no loss; call the column loss, or say --loss NAME; its columns are step, lr'],
  ['backwards', 'step,loss\n5,1\n4,1\n', 'line 3 of bad.csv: step 4 follows step 5; sort the rows by step, and part runs by a column run'],
  ['of two losses', '{"step": 1, "loss": 2, "eval_loss": 3}\n{"step": 2, "loss": 1, "eval_loss": 2}\n', 'bad.csv has more than one loss, loss and eval_loss; say which, as in --loss loss'],
])
  test(`a log ${what} is refused as it is read`, () => assert.deepEqual(read(core(), 'bad.csv', text), { error: said }));

test('a state of Trainer and lines of JSON are logs, too', () => {
  const rows = [{ step: 10, learning_rate: 1e-3, loss: 2.5 }, { step: 20, learning_rate: 5e-4, loss: 2.25 }];
  const wanted = [{ run: 'trainer_state', measure: 'loss', steps: [10, 20], losses: [2.5, 2.25], rate_steps: [10, 20], rates: [1e-3, 5e-4], every: 1 }];
  assert.deepEqual(read(core(), 'trainer_state.json', JSON.stringify({ best: null, log_history: rows })), wanted);
  assert.deepEqual(read(core(), 'trainer_state.json', rows.map((row) => JSON.stringify(row)).join('\n')), wanted);
});

test('a schedule of a peak that nobody ran is refused beside those that are told', () => {
  const each = core();
  const { forecast } = each.ask({ do: 'fit', logs: readAll(each, trio) });
  const { curves, refusals } = each.ask({ do: 'predict', forecast, steps: 25000, schedules: [
    { name: 'high', text: 'constant(0.5)' },
    { name: 'good', text: 'wsd(1e-3, 25000, 300, 5000)' },
    { name: 'wrong', text: 'cosin(1)' },
  ] });
  assert.deepEqual(curves.map(({ name }) => name), ['good']);
  assert.deepEqual(refusals.map((words) => words.split(': ')[0]), ['high', 'wrong']);
  assert.match(refusals[0], /add|run/);
});
