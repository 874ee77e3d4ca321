// Training, range test, path and logs give what the command line gives.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { cells, chart, downloaded, figure, pageTest, plans, state, tab, until } from './browser.mjs';
import { core, etude } from './etude.mjs';
import { asFiles, inFolder, trio } from './logs.mjs';

const arms = ['flat: constant(value=0.5)', 'decay: linear(from=0.5, to=0, steps=40)'];
const training = { hash: `view=training&${plans(...arms)}&steps=40&seeds=2&seed=0&t=hidden%3D16,16` };
const flags = ['--seeds', '2', '--steps', '40', '--hidden', '16,16', '--sums', 'rounded'];
const flat = (text) => text.replace(/\s+/g, ' ');

/** Rows of the first table that the command line prints. */
const printed = (text) => text.split(/\n─+\n/)[1].split('\n\n')[0].split('\n').map((row) => row.trim().split(/\s{2,}/));

for (const backward of ['corrected', 'as-written'])
  pageTest(`two schedules train on two seeds to the command line's numbers, ${backward}`, { hash: `${training.hash}&backward=${backward}` }, async (page) => {
    await page.getByRole('table', { name: 'All schedules' }).waitFor();
    const asked = ['compare', ...arms, ...flags, '--backward', backward];
    assert.deepEqual(await cells(page, 'All schedules'), printed(etude(...asked)));
    const [ours, theirs] = [JSON.parse(await downloaded(page, 'Comparison as JSON')), JSON.parse(etude(...asked, '--json=-'))];
    assert.deepEqual({ ...ours, work: null }, { ...theirs, work: null });
    const losses = (text) => text.trimEnd().split(/\r?\n/).slice(1).map((row) => Number(row.split(',').at(-1)));
    assert.deepEqual(losses(await downloaded(page, 'Losses as CSV')), losses(etude(...asked, '--csv=-')));
    await page.getByRole('img', { name: /^Classes that the network of flat gives.*right$/ }).waitFor();
    const each = core();
    each.ask({ do: 'train', run: 0, task: { hidden: '16,16' }, plan: arms[0].split(': ')[1], steps: 40, seed: 0, backward });
    each.losses(0, 40);
    await page.getByRole('img', { name: `Classes that the network of flat gives over the plane, ${each.right(0)} of 300 right` }).waitFor();
  });

pageTest('training stops by its button, and when the view is left', { hash: `view=training&${plans(...arms)}&steps=50000&seeds=2` }, async (page) => {
  await page.getByText(/of 4 trials done/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped\./).first().waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await tab(page, 'path').click();
  await tab(page, 'training').click();
  await page.getByText(/0 of 4 trials done/).waitFor();  // again, by itself
  await page.getByRole('button', { name: 'Stop' }).click();
});

pageTest('training stops where its tab is hidden', { hash: `view=training&${plans(...arms)}&steps=50000&seeds=2` }, async (page) => {
  await page.getByText(/of 4 trials done/).waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.getByText(/^Stopped, as the view was left/).first().waitFor();
});

pageTest('a run as long as the budget trains', { hash: `view=training&${plans('constant(value=0.1)')}&steps=200000&seeds=1` }, async (page) => {
  await page.getByText(/0 of 1 trials done, [\d,]+ updates/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
});

pageTest('more than minutes of training are refused', { hash: `view=training&steps=1000000&seeds=10` }, async (page) => {
  await page.getByText(/at most 200,000: take fewer/).first().waitFor();
});

pageTest('a network that no page can hold is refused, and the page lives on', { hash: `view=training&t=hidden%3D1000000,1000000&steps=10&seeds=1` }, async (page) => {
  await page.getByText(/^hidden: the page trains at most 16 hidden layers/).first().waitFor();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
});

pageTest('a run that diverges is shown to have', { hash: `view=training&${plans('wild: constant(value=1e6)', 'calm: constant(value=0.1)')}&steps=40&seeds=1` }, async (page) => {
  await page.getByRole('table', { name: 'All schedules' }).waitFor();
  assert.deepEqual(await cells(page, 'All schedules'), printed(etude('compare', 'wild: constant(value=1e6)', 'calm: constant(value=0.1)', '--steps', '40', '--seeds', '1', '--sums', 'rounded')));
});

pageTest('controls mend a task that they cannot read, and take back what they do not show', { hash: `view=training&steps=20&t=hidden%3Dabc&t=data%3Dcsv:x&t=label-noise%3D0.5&t=batch%3D7` }, async (page) => {
  const field = async () => new Map((await state(page)).getAll('t').map((one) => one.split(/=(.*)/s)));
  await page.getByRole('slider', { name: 'Hidden layers' }).press('ArrowRight');
  assert.equal((await field()).get('hidden'), undefined); // 64,64: the default
  await page.getByRole('slider', { name: 'Classes' }).press('ArrowRight');
  assert.equal((await field()).get('data'), 'spirals:classes=4');
  for (const name of ['label-noise', 'batch']) {
    await page.getByText(new RegExp(`^${name} = `)).waitFor();
    await page.getByRole('button', { name: `Reset ${name}` }).click();
  }
  assert.deepEqual([...(await field()).keys()], ['data']);
});

pageTest('seeds are set, the median is called one, and rates stand beneath the losses', training, async (page) => {
  await page.getByRole('slider', { name: 'First seed' }).press('ArrowRight');
  assert.equal((await state(page)).get('seed'), '1');
  await page.getByRole('checkbox', { name: 'Log steps' }).check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('table', { name: 'All schedules' }).waitFor();
  assert.match(await downloaded(page, 'Chart as SVG'), /loss \(median, range\)/);
  assert.match(await downloaded(page, 'Chart as PNG'), /^.PNG/);
  const [losses, rated] = [figure(page, 'Training loss by step'), figure(page, 'Learning rate of the training')];
  await chart(page, 'Training loss by step').press('End');
  assert.match(await rated.getByRole('listitem').first().textContent(), /^flat0.5$/);
  assert.match(await losses.getByRole('listitem').first().textContent(), /^flat0\.\d+$/);
});

pageTest('paths go out as numbers and as pictures, and are read as a table', { hash: `view=path&steps=20&${plans('flat: constant(value=0.02)')}` }, async (page) => {
  const rows = (await downloaded(page, 'Paths as CSV')).trimEnd().split(/\r?\n/);
  assert.deepEqual([rows.length, rows[0], rows[1]], [22, 'name,step,x,y,loss', 'flat,0,-2.5,1,15.625']);
  assert.match(await downloaded(page, 'Map as PNG'), /^.PNG/);
  assert.match(await downloaded(page, 'Losses as SVG'), /^<svg/);
  const map = page.locator('figure').filter({ has: page.getByRole('img', { name: /^Map of/ }) });
  assert.match(await map.locator('figcaption').textContent(), /^flat ends at /);
  await map.getByText('Numbers', { exact: true }).click();
  const [first] = await cells(page, 'Points of the paths');
  assert.deepEqual(first, ['0', '-2.5, 1']);
});

for (const [outcome, extra, more] of [['a suggestion', '', []], ['a refusal', '&t=init%3Dzero', ['--init', 'zero']], ['a linear sweep', '&shape=linear&from=0.001&to=3', ['--shape', 'linear', '--from', '0.001', '--to', '3']]])
  pageTest(`a range test ends with the command line's: ${outcome}`, { hash: `view=range&sweep=40&sweeps=2${extra}` }, async (page) => {
    await page.getByRole('table', { name: 'Range test' }).waitFor();
    const asked = ['range', '--steps', '40', '--seeds', '2', '--sums', 'rounded', ...more];
    const told = JSON.parse(etude(...asked, '--json=-'));
    assert.deepEqual(JSON.parse(await downloaded(page, 'Result as JSON')), told);
    assert.deepEqual(await cells(page, 'Range test'), printed(etude(...asked)));
    const { refusal } = told.suggestion;
    if (refusal) assert.ok(flat(await page.getByRole('tabpanel').innerText()).includes(refusal), 'the refusal is not shown');
    assert.equal(await page.getByRole('button', { name: 'Copy the suggested rate' }).isVisible(), !refusal);
  });

pageTest('the paths start where keys move it', { hash: 'view=path' }, async (page) => {
  const map = page.getByRole('img', { name: /^Map of the landscape ravine/ });
  await map.waitFor();
  const before = await map.getAttribute('aria-label');
  const start = page.getByRole('button', { name: /^Start of the paths at/ });
  const place = await start.getAttribute('aria-label');
  await start.focus();
  for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowRight']) await page.keyboard.press(key);
  assert.notEqual(await start.getAttribute('aria-label'), place);
  assert.notEqual(await map.getAttribute('aria-label'), before);
  await until(async () => (await state(page)).has('x'), 'the link follows');
});

pageTest('the losses on a path are those of its points', { hash: `view=path&land=ravine&x=-4&y=1&steps=10&${plans('constant(value=0.04)')}` }, async (page) => {
  const losses = figure(page, 'Loss on the path');
  await losses.getByText('Numbers', { exact: true }).click();
  const shown = await losses.locator('tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.cells[1].textContent)));
  assert.equal(shown.length, 11);
  shown.forEach((loss, i) => assert.equal(loss, Number(((16 * 0.96 ** (2 * i)) / 2 + (i ? 0 : 12.5)).toPrecision(6)), `step ${i}`));  // 1 - 25 * 0.04 = 0
});

pageTest('every landscape and optimizer gives a path', { hash: 'view=path' }, async (page) => {
  for (const name of ['Landscape', 'Optimizer']) {
    const box = page.getByRole('combobox', { name });
    for (const value of await box.locator('option').evaluateAll((all) => all.map((one) => one.value))) {
      await box.selectOption(value);
      assert.match((await page.getByRole('img', { name: /^Map of/ }).getAttribute('aria-label')) ?? '', /\d/, value);
    }
  }
});

const good = 'step,lr,loss\n0,0.1,2.5\n10,0.05,1.5\n20,0.01,0.5\n';

pageTest('a chosen log is drawn, and can be removed', { hash: 'view=logs' }, async (page) => {
  await page.getByLabel('Log files').setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(good) });
  const loss = figure(page, 'Loss by step');
  await loss.getByText('Numbers', { exact: true }).click();
  assert.deepEqual(await loss.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))), [['0', '2.5'], ['10', '1.5'], ['20', '0.5']]);
  await page.getByRole('button', { name: 'Remove mine' }).click();
  await chart(page, 'Loss by step').waitFor({ state: 'hidden' });
});

/** Drops a file, or a text; whether the page kept the browser from following it. */
const dropped = (page, content, isFile) => page.evaluate(([text, file]) => {
  const dataTransfer = new DataTransfer();
  if (file) dataTransfer.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
  else dataTransfer.setData('text/plain', text);
  return ['dragover', 'drop'].map((name) => !document.querySelector('h1').dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer })));
}, [content, isFile]);

for (const view of ['schedule', 'logs'])
  pageTest(`a log that is dropped on the ${view} view is drawn`, { hash: `view=${view}` }, async (page) => {
    assert.deepEqual(await dropped(page, good, true), [true, true]);
    await page.getByRole('button', { name: 'Remove dropped' }).waitFor();
    await chart(page, 'Loss by step').waitFor();
    assert.deepEqual(await dropped(page, good, false), [false, false], 'texts are dropped where they are');
  });

pageTest('a line of more points than pixels keeps its peaks, and gaps', { hash: 'view=logs' }, async (page) => {
  const rows = Array.from({ length: 5000 }, (_, i) => `${i},${i === 2500 ? 10 : i > 4000 && i < 4500 ? 'nan' : 1 + (i % 2) / 10}`);
  await page.getByLabel('Log files').setInputFiles({ name: 'long.csv', mimeType: 'text/csv', buffer: Buffer.from(`step,loss\n${rows.join('\n')}\n`) });
  await chart(page, 'Loss by step').waitFor();
  const drawn = await figure(page, 'Loss by step').locator('canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const blue = (row, column) => data[4 * (row * canvas.width + column) + 2] > data[4 * (row * canvas.width + column)] + 80;
    const rows = [...Array(canvas.height).keys()];
    const columns = [...Array(canvas.width).keys()].filter((column) => rows.some((row) => blue(row, column)));
    const gaps = columns.slice(1).map((column, i) => column - columns[i]);
    return { top: rows.findIndex((row) => columns.some((column) => blue(row, column))) / canvas.height, gap: Math.max(...gaps) / canvas.width };
  });
  assert.ok(drawn.top < 0.15, `the peak is at ${drawn.top}`);
  assert.ok(Math.abs(drawn.gap - 0.1) < 0.02, `the gap is ${drawn.gap}`);
});

pageTest('a removed log can be chosen again', { hash: 'view=logs' }, async (page) => {
  const input = page.getByLabel('Log files');
  await input.setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(good) });
  await page.getByRole('button', { name: 'Remove mine' }).waitFor();
  await until(async () => (await input.inputValue()) === '', 'the input is free');
});

const bad = [
  ['empty', '', /is empty/],
  ['without a loss', 'step,lr\n1,2\n', /has no loss/],
  ['of words', 'step,loss\n1,high\n', /line 2.*"high"/],
  ['backwards', 'step,loss\n5,1\n4,1\n', /line 3.*step 4 follows step 5/],
  ['of bytes', '\x00\x01\x02PNG', /is no text/],
];

for (const [what, text, message] of bad)
  pageTest(`a log ${what} is refused with a message`, { hash: 'view=logs' }, async (page) => {
    await page.getByLabel('Log files').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await until(async () => message.test(await page.getByRole('alert').filter({ hasText: 'bad.csv' }).textContent()), String(message));
    assert.equal(await chart(page, 'Loss by step').isVisible(), false);
  });

const schedules = ['wsd: wsd(1e-3, 25000, 300, 5000)', 'cosine: warmup(1e-3, 300) then cosine(1e-3, 1e-4, rest)'];
const forecast = { hash: `view=logs&steps=25000&${plans(...schedules)}` };

pageTest('logs are fitted and the schedules foretold to the command line\'s numbers', forecast, async (page) => {
  await page.getByLabel('Log files').setInputFiles(asFiles(trio));
  await page.getByRole('table', { name: 'Where the schedules end' }).waitFor();
  await inFolder(trio, async (at) => {
    const law = JSON.parse(await downloaded(page, 'Law as JSON'));
    assert.deepEqual(law, JSON.parse(etude('forecast', 'fit', ...Object.keys(trio).map(at), '--json=-')).forecast);
    writeFileSync(at('law.json'), JSON.stringify(law));
    const asked = ['forecast', 'predict', at('law.json'), ...schedules, '--steps', '25000'];
    const rows = (text) => text.trimEnd().split(/\r?\n/);
    assert.deepEqual(rows(await downloaded(page, 'Forecast as CSV')), rows(etude(...asked, '--csv=-')));
    const told = JSON.parse(etude(...asked, '--json=-'));
    assert.deepEqual((await cells(page, 'Where the schedules end')).map((row) => row[2]), told.curves.map((curve) => curve.final_loss.toFixed(4)));
    const shown = flat(await page.getByRole('tabpanel').innerText());
    for (const words of [...told.findings, ...told.warnings]) assert.ok(shown.includes(words), `not shown: ${words}`);
  });
  assert.match(await downloaded(page, 'Forecast as SVG'), /wsd \(forecast\)/);
});

pageTest('the forecast follows the runs that are chosen and the schedules, and says which run to add', forecast, async (page) => {
  await page.getByLabel('Log files').setInputFiles(asFiles(trio));
  const scores = page.getByRole('table', { name: 'Runs that were fitted' });
  await scores.waitFor();
  const [constant, wsd, cosine] = Object.keys(trio).map((name) => page.getByRole('checkbox', { name: `Fit ${name.replace('.csv', '')}` }));
  await cosine.uncheck();
  await until(async () => (await scores.locator('tbody tr').count()) === 2, 'two runs are fitted');
  await wsd.uncheck();
  await page.getByText(/^No forecast: no run lowers its rate.*add a WSD to 0/).waitFor();
  await constant.uncheck();
  await page.getByText(/^Choose the runs to fit/).waitFor();
  for (const each of [constant, wsd]) await each.check();
  await scores.waitFor();
  await page.getByRole('slider', { name: 'Steps' }).press('ArrowRight');
  const steps = Number((await state(page)).get('steps'));
  assert.ok(steps > 25000);
  await until(async () => Math.max(...(await downloaded(page, 'Forecast as CSV')).trimEnd().split(/\r?\n/).slice(1).map((row) => Number(row.split(',')[1]))) === steps - 1, 'the forecast is as long');
});

pageTest('schedules are ranked as on the command line, and one more can be typed', forecast, async (page) => {
  await page.getByLabel('Log files').setInputFiles(asFiles(trio));
  const ranking = page.getByRole('table', { name: 'Which ends lowest' });
  await ranking.waitFor();
  await page.getByLabel('One more schedule to tell and to rank').fill('flat: constant(1e-3)');
  await page.getByRole('button', { name: 'Add it' }).click();
  await until(async () => (await ranking.locator('tbody tr').count()) === 3, 'three schedules are ranked');
  await inFolder(trio, async (at) => {
    writeFileSync(at('law.json'), await downloaded(page, 'Law as JSON'));
    const told = JSON.parse(etude('forecast', 'rank', at('law.json'), ...schedules, 'flat: constant(1e-3)', '--steps', '25000', '--json=-'));
    const rows = told.ranked.map(({ schedule, final_loss, above }, i) => [schedule, final_loss.toFixed(4), i ? above.difference.toFixed(4) : '-', i ? (above.is_told ? 'higher' : 'no difference') : '']);
    assert.deepEqual((await cells(page, 'Which ends lowest')).map((row) => [row[0], row[2], row[4], row[6]]), rows);
    assert.ok(flat(await page.getByRole('tabpanel').innerText()).includes(told.findings[0]));
  });
});

pageTest('a manifest that is dropped with logs says which are fitted, and the others test the law', forecast, async (page) => {
  const [constant, wsd, cosine] = Object.keys(trio).map((name) => name.replace('.csv', ''));
  const manifest = ['run,schedule,steps,role', `${constant},"warmup(1e-3, 300) then constant(1e-3)",50000,fit`, `${wsd},,25000,fit`, `${cosine},,,predict`];
  await page.getByLabel('Log files').setInputFiles(asFiles({ ...trio, 'manifest.csv': `${manifest.join('\n')}\n` }));
  await page.getByRole('table', { name: 'Runs that were not fitted' }).waitFor();
  assert.deepEqual((await cells(page, 'Runs that were not fitted')).map(([name]) => name), [cosine]);
  assert.deepEqual((await cells(page, 'Runs that were fitted')).map(([name]) => name), [constant, wsd]);
  assert.equal(await page.getByRole('combobox', { name: `Rates of ${constant}` }).evaluate((box) => box.selectedOptions[0].textContent), 'ran with what the manifest says, 50000 steps');
});

pageTest('what is forced is marked in the table, the chart and the files', { hash: `view=logs&steps=25000&${plans('high: wsd(4e-3, 25000, 300, 5000)')}` }, async (page) => {
  await page.getByLabel('Log files').setInputFiles(asFiles(trio));
  await page.getByText(/^high: the peak 0\.004 was not fitted/).waitFor();
  await page.getByRole('checkbox', { name: /--force/ }).check();
  await page.getByRole('table', { name: 'Where the schedules end' }).waitFor();
  assert.match((await cells(page, 'Where the schedules end'))[0][2], /!$/);
  assert.match(await downloaded(page, 'Forecast as CSV'), /measured,forced\r?\nhigh,.*,yes/);
  assert.match(await downloaded(page, 'Forecast as SVG'), /high \(forced\)/);
});

pageTest('schedules of another peak are refused, and those of the runs\' own are one click away', { hash: 'view=logs' }, async (page) => {
  await page.getByLabel('Log files').setInputFiles(asFiles(trio));
  await page.getByText(/^cosine: the peak 0\.05 was not fitted, only 0\.001 was; add a short cosine/).waitFor();
  await page.getByRole('button', { name: /^Take schedules of the length and peak/ }).click();
  await page.getByRole('table', { name: 'Where the schedules end' }).waitFor();
  assert.deepEqual((await cells(page, 'Where the schedules end')).map(([name, peak]) => [name, peak]), [['cosine', '0.001'], ['wsd', '0.001']]);
});

pageTest('a log without rates is fitted by a schedule of the page, which it keeps', { hash: `view=logs&steps=25000&${plans('wsd: wsd(1e-3, 25000, 300, 5000, decay_shape=linear)')}` }, async (page) => {
  const bare = (text) => text.trimEnd().split('\n').map((row) => row.split(',')).map(([, step, , loss]) => `${step},${loss}\n`).join('');
  const [[, constant], [, decayed]] = Object.entries(trio);
  await page.getByLabel('Log files').setInputFiles(asFiles({ 'constant.csv': constant.replace(/^sp124[^,]*,/gm, 'constant,'), 'decayed.csv': bare(decayed) }));
  await page.getByText(/^No forecast: no run lowers its rate/).waitFor();
  const rates = page.getByRole('combobox', { name: 'Rates of decayed' });
  assert.deepEqual(await rates.locator('option').allTextContents(), ['rates not known', 'ran with wsd, 25000 steps']);
  await rates.selectOption({ index: 1 });
  await page.getByRole('checkbox', { name: 'Fit decayed', checked: true }).waitFor();
  await page.getByRole('table', { name: 'Runs that were fitted' }).waitFor();
  await page.getByRole('slider', { name: 'Steps' }).press('ArrowRight');
  assert.equal(await rates.evaluate((box) => box.selectedOptions[0].textContent), 'ran with wsd, 25000 steps');
});
