// The link holds the state; nothing in it is trusted.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chart, pageTest, plans, state, tab, until } from './browser.mjs';
import { core, etude, page as built } from './etude.mjs';

const text = (page, n) => page.getByRole('textbox', { name: `Schedule ${n}`, exact: true });
const number = (page, name) => page.getByRole('spinbutton', { name, exact: true }).first();

pageTest('a link restores what was set', {
  hash: `${plans('mine: geometric(from=1e-4, to=1, steps=77)', 'torch.StepLR(lr=0.1, step_size=30)')}&pick=2&steps=77&logy=1`,
}, async (page) => {
  assert.equal(await text(page, 1).inputValue(), 'geometric(from=1e-4, to=1, steps=77)');
  assert.equal(await text(page, 2).inputValue(), 'torch.StepLR(lr=0.1, step_size=30)');
  assert.equal(await page.getByRole('textbox', { name: 'Name of schedule 1' }).inputValue(), 'mine');
  assert.equal(await number(page, 'Steps').inputValue(), '77');
  assert.ok(await page.getByRole('checkbox', { name: 'Log rate' }).isChecked());
});

pageTest('the link of a changed page opens it again', {}, async (page) => {
  await text(page, 1).fill('rex(from=0.2, steps=300)');
  await page.keyboard.press('Tab');
  await tab(page, 'path').click();
  await until(async () => (await state(page)).get('view') === 'path', 'the link names the view');
  await page.reload();
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  assert.equal(await tab(page, 'path').getAttribute('aria-selected'), 'true');
  await tab(page, 'schedule').click();
  assert.equal(await text(page, 1).inputValue(), 'rex(from=0.2, steps=300)');
});

const hostile = [
  ['steps=1e99', /steps=1e99 is more than/],
  ['steps=-7', /steps=-7 is less than 2/],
  ['steps=NaN', /steps=NaN is no number/],
  ['seeds=1e9&view=training', /seeds=1e9 is more than 10/],
  ['seed=0.5', /seed=0.5 is no whole number/],
  ['sweep=1e9&view=range', /sweep=1e9 is more than/],
  ['from=5&to=1&view=range', /from is not below to/],
  ['view=nowhere', /view=nowhere is none of schedule/],
  ['pick=99', /pick=99 is none of 1 to 3/],
  ['rule=evil&view=path', /rule=evil is none of/],
  ['x=1e308&view=path', /x=1e308 is more than 100/],
  ['nonsense=1', /nonsense is nothing that a link has/],
  ['t=nonsense%3D1&view=training', /t=nonsense is no field/],
  ['t=hidden%3D-5&view=training', /hidden: widths from 1 .*not "-5"/],
  ['t=data%3Dspirals:per_class%3D1000000000&view=training', /per_class must be at least 2/],
  ['t=data%3Dcsv:secret.csv&view=training', /the page trains on generated data.*csv:secret\.csv/],
  [plans(...Array(20).fill('constant(value=1)')), /20 schedules are more than 8/],
  [plans('x'.repeat(5000)), /longer than 2,000: cut/],
  [plans('<img src=x onerror=alert(1)>'), /column 1/],
  [plans('scale('.repeat(300)), /column 385: nested deeper/],
  [plans(`${'scale('.repeat(200)}constant(value=1)${', by=1)'.repeat(200)}`), /column 385: nested deeper/],
  ['s=%E0%A4%A&steps=300', /column 1: expected a schedule .*read "\\xef/],
  [`steps=1000000&${plans(...Array(8).fill(`max(${Array(40).fill('noise(tanh(from=0.1, steps=9), sd=0.1)').join(', ')})`))}`, /at most 49382 steps/],
  ['momentum=2&noise=-1&view=path', /momentum=2 is more than 0.999[^]*noise=-1 is less than 0/],
];

pageTest('hostile links are clamped and named, and the page goes on', {}, async (page, t) => {
  for (const [hash, complaint] of hostile)
    await t.test(hash.slice(0, 60), async () => {
      await page.evaluate((to) => (location.hash = to), `#v=1&${hash}`);
      await until(async () => complaint.test(await page.locator('body').innerText()), String(complaint));
      await tab(page, 'schedule').click();
      await chart(page, 'Learning rate by step').waitFor();
    });
});

pageTest('a page that opens with a hostile link says what it made of it', { hash: 'steps=1e99&seeds=-3&view=nowhere&nonsense=1' }, async (page) => {
  const notice = page.getByRole('status').filter({ hasText: 'Not all of this link' });
  assert.deepEqual((await notice.getByRole('listitem').allTextContents()).map((line) => line.split(' ')[0]), ['view=nowhere', 'steps=1e99', 'seeds=-3', 'nonsense']);
});

pageTest('a link of another version is named', {}, async (page) => {
  await page.evaluate(() => (location.hash = '#v=99&steps=50'));
  await page.getByText('v=99: this page reads links of version 1').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('v=99').waitFor({ state: 'hidden' });
});

pageTest('Back returns to the state before, step by step', {}, async (page) => {
  await number(page, 'Steps').fill('123');
  await number(page, 'Steps').press('Enter');
  await page.getByRole('checkbox', { name: 'Log rate' }).check();
  await tab(page, 'training').click();
  await page.goBack();
  assert.equal(await tab(page, 'schedule').getAttribute('aria-selected'), 'true');
  await page.goBack();
  await until(async () => !(await page.getByRole('checkbox', { name: 'Log rate' }).isChecked()), 'the box is as before');
  assert.equal(await number(page, 'Steps').inputValue(), '123');
  await page.goBack();
  await until(async () => (await number(page, 'Steps').inputValue()) === '300', 'the steps are as before');
  await page.goForward();
  await until(async () => (await number(page, 'Steps').inputValue()) === '123', 'Forward goes on');
});

pageTest('a drag is one step of Back', { hash: plans('warmup(to=0.1, steps=30) then constant(value=0.1)') }, async (page) => {
  const before = await text(page, 1).inputValue();
  await page.getByRole('slider', { name: 'to', exact: true }).first().evaluate((slider) => {
    for (let i = 0; i < 20; ++i) {
      slider.value = String(300 + 5 * i);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  });
  assert.notEqual(await text(page, 1).inputValue(), before);
  await page.goBack();
  await until(async () => (await text(page, 1).inputValue()) === before, 'the text is as before the drag');
});

pageTest('a plan with groups opens by its link, and can be slid', { hash: plans('plan(lr=constant(0.1), group(head, lr=constant(0.2)))') }, async (page) => {
  await page.getByRole('slider', { name: 'value', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await until(async () => /^plan\(lr=constant\(value=0.10\d+\), group\(head, lr=constant\(value=0.2\)\)\)$/.test(await text(page, 1).inputValue()), 'the slider changes the rate, and no group');
  await text(page, 1).fill('plan(lr=constant(0.3), group(head, lr=constant(0.2)))');
  await until(async () => (await page.locator('.facts').textContent()).includes('Peak0.3'), 'the facts follow');
});

pageTest('a view that breaks says so, and the others go on', {}, async (page, t, problems) => {
  await page.evaluate(() => (CanvasRenderingContext2D.prototype.arc = () => { throw new Error('no arcs here'); }));
  await tab(page, 'path').click();
  await page.getByRole('status').filter({ hasText: /“Path” broke off[^]*no arcs here/ }).waitFor();
  assert.deepEqual([...new Set(problems.splice(0))], ['error: no arcs here']);
  await tab(page, 'range').click();
  await chart(page, 'Loss by learning rate').waitFor();
});

pageTest('a drag out and back leaves the address as it was', { hash: 'view=path&rule=momentum&momentum=0.5' }, async (page) => {
  const before = page.url();
  const move = (event, place) => page.getByRole('slider', { name: 'Momentum' }).evaluate((slider, [name, to]) => {
    slider.value = to;
    slider.dispatchEvent(new Event(name, { bubbles: true }));
  }, [event, String(place)]);
  await move('input', 900);
  await until(async () => (await state(page)).get('momentum') === '0.899', 'the link follows');
  await move('input', 501);
  await move('change', 501);
  assert.equal(page.url(), before);
});

pageTest('a row of keys on one control is one step of Back', { hash: plans('a: constant(value=0.1)') }, async (page) => {
  const before = await text(page, 1).inputValue();
  const entries = () => page.evaluate(() => history.length);
  const first = await entries();
  await page.getByRole('slider', { name: 'value', exact: true }).focus();
  for (let i = 0; i < 12; ++i) await page.keyboard.press('ArrowRight');
  assert.equal(await entries(), first + 1);
  await page.getByRole('checkbox', { name: 'Log rate' }).check();
  assert.equal(await entries(), first + 2);
  await page.goBack();
  await page.goBack();
  await until(async () => (await text(page, 1).inputValue()) === before, 'the text is as before the keys');
});

pageTest('a browser that throttles the history does not stop the page', {}, async (page) => {
  await page.evaluate(() => (history.pushState = history.replaceState = () => { throw new DOMException('too many', 'SecurityError'); }));
  await tab(page, 'path').click();
  await page.getByRole('img', { name: /^Map of the landscape/ }).waitFor();
});

pageTest('a start that another landscape begins with stays in the link', {}, async (page) => {
  const { landscapes } = core().ask({ do: 'list' });
  const start = (of) => landscapes.find(({ name }) => name === of).start;
  const [[x, y], own] = [start('ravine'), start('rosenbrock')];
  assert.ok(x !== own[0] && y !== own[1]);
  await page.evaluate((to) => (location.hash = to), `#v=1&view=path&land=rosenbrock&x=${x}&y=${y}`);
  await page.getByRole('img', { name: /^Map of the landscape rosenbrock/ }).waitFor();
  await tab(page, 'schedule').click();
  assert.deepEqual([(await state(page)).get('x'), (await state(page)).get('y')], [String(x), String(y)]);
});

const folder = mkdtempSync(join(tmpdir(), 'etude-link-'));
after(() => rmSync(folder, { recursive: true }));
const spec = 'mine: rex(from=0.2, steps=77)';

pageTest('a page that etude explore wrote copies a link with its state', {
  hash: null,
  address: () => {
    etude('explore', spec, '--steps', '77', '--view', 'schedule', '--out', join(folder, 'page.html'), '--page', built);
    return pathToFileURL(join(folder, 'page.html')).href;
  },
}, async (page) => {
  await page.evaluate(() => (navigator.clipboard.writeText = async (text) => void (window.copied = text)));
  await page.getByRole('button', { name: 'Copy link' }).click();
  const copied = await page.evaluate(() => window.copied);
  assert.ok(copied.startsWith(`${pathToFileURL(join(folder, 'page.html')).href}#v=1&`));
  const held = new URLSearchParams(new URL(copied).hash.slice(1));
  assert.deepEqual([held.get('s'), held.get('steps')], ['mine:rex(from=0.2, steps=77)', '77']);
});

pageTest('an embedded page shows what it is asked to', { hash: 'embed=1&show=path' }, async (page) => {
  await page.getByRole('img', { name: /^Map of the landscape/ }).waitFor();
  assert.equal(await page.getByRole('tab').count(), 0);
  assert.equal(await page.getByRole('heading', { name: 'etude explorer' }).count(), 0);
});
