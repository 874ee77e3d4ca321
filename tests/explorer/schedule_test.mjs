// The schedule view: sliders, texts, keys, fingers, code and files.

import assert from 'node:assert/strict';
import { chart, downloaded, figure, median, pageTest, plans, slack, state, tab, undisturbed, until } from './browser.mjs';
import { etude, rates, refusal } from './etude.mjs';

const warmCosine = 'warmup(to=0.05, steps=30) then cosine(from=0.05, to=1e-4, steps=270)';
const lr = 'Learning rate by step';
const eight = plans(...Array.from({ length: 8 }, (_, i) => `s${i}: warmup(to=0.${i + 1}, steps=100) then cosine(from=0.${i + 1}, steps=1900)`));

pageTest('a slider redraws eight schedules of 2,000 points at once', { hash: `${eight}&steps=2000` }, async (page, t) => {
  await page.getByRole('slider', { name: 'to', exact: true }).first().focus();
  for (let i = 0; i < 60; ++i) await page.keyboard.press(i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
  const times = await page.evaluate(() => performance.getEntriesByName('redraw').map((entry) => entry.duration));
  assert.ok(times.length >= 60, `${times.length} redraws were measured`);
  t.diagnostic(`redrawn in ${median(times).toFixed(1)} ms (median of ${times.length})`);
  assert.ok(undisturbed(times) <= 16 * slack(), 'more than a frame');
});

for (const view of ['schedule', 'path', 'training', 'range'])
  pageTest(`one key moves every slider of the ${view} view`, { hash: `view=${view}&noise=1&rule=momentum&steps=20&sweep=20&${plans('wsd(peak=0.1, steps=20, warmup=2, decay=4)')}` }, async (page) => {
    const sliders = page.getByRole('tabpanel').locator('input[type=range]:visible');
    const count = await sliders.count();
    assert.ok(count >= 3);
    for (let i = 0; i < count; ++i) {
      const slider = sliders.nth(i);
      const at = async () => Number(await slider.getAttribute('aria-valuetext'));
      const [name, before, full] = [await slider.getAttribute('aria-label') ?? 'noise', await at(), await slider.evaluate((one) => one.value === one.max)];
      await slider.focus();
      await page.keyboard.press(full ? 'ArrowLeft' : 'ArrowRight');
      const after = await at();
      assert.ok(full ? after < before : after > before, `${name} stays at ${before}`);
      if (/steps|seeds|layers|width|samples|warmup|decay/i.test(name)) assert.equal(after, before + (full ? -1 : 1), name);
    }
  });

pageTest('a thousand moves of a slider grow neither the core nor the heap', { hash: eight }, async (page) => {
  const cdp = await page.context().newCDPSession(page);
  const move = (times) => page.getByRole('slider', { name: 'to', exact: true }).first().evaluate(async (slider, count) => {
    for (let i = 0; i < count; ++i) {
      slider.value = String(200 + (i % 600));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      if (i % 50 === 0) await new Promise((done) => requestAnimationFrame(done));
    }
    performance.clearMeasures(); // the page's own marks of its redraws
    return window.cores.map((core) => core.memory.buffer.byteLength);
  }, times);
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  let cores = await move(200);
  for (let round = 0, now; round < 10; ++round, cores = now) { // the cores of other views begin in their own time
    now = await move(200);
    if (now.length === cores.length && now.every((bytes, i) => bytes === cores[i])) break;
  }
  const before = await heap();
  assert.ok(cores.length > 0, 'no core was seen');
  assert.deepEqual((await move(1000)).slice(0, cores.length), cores); // another view's core may begin meanwhile
  const grown = (await heap()) - before;
  assert.ok(grown < 500_000, `the heap has grown by ${grown} bytes`);
});

pageTest('a refused text says what the command line says, at its column', {}, async (page) => {
  const wrong = 'cosine(from=0.5, to=0, stps=300)';
  const text = page.getByRole('textbox', { name: 'Schedule 1', exact: true });
  await text.fill(wrong);
  const told = refusal('show', wrong, '--steps', '300');
  await page.getByText(told).waitFor();
  assert.equal(await text.getAttribute('aria-invalid'), 'true');
  const described = await text.evaluate((one) => document.getElementById(one.getAttribute('aria-describedby'))?.textContent);
  assert.ok(described.includes(told), 'the message does not describe the text');
  assert.equal(await page.getByText(told).evaluate((one) => one.closest('[aria-live]').getAttribute('aria-live')), 'polite');
  await text.fill('constant(value=0.1)');
  await page.getByText(told).waitFor({ state: 'hidden' });
});

for (const [to, label] of [['torch', 'PyTorch'], ['optax', 'optax (JAX)'], ['cpp', 'C++'], ['json', 'etude, JSON']])
  pageTest(`code for ${to} is the command line's`, { hash: `${plans(warmCosine)}&steps=300` }, async (page) => {
    await page.getByRole('combobox', { name: 'As code for' }).selectOption({ label });
    const expected = etude('convert', warmCosine, '--to', to, '--steps', '300', '--quiet').trimEnd();
    await until(async () => (await page.getByRole('region', { name: 'Code' }).textContent()).trimEnd() === expected, `code for ${to}`);
  });

pageTest('rates as CSV are the command line\'s to the last bit', { hash: `${plans(warmCosine)}&steps=300` }, async (page) => {
  const rows = (await downloaded(page, 'Download CSV')).trimEnd().split(/\r?\n/).slice(1);
  assert.deepEqual(rows.map((row) => Number(row.split(',')[1])), rates(warmCosine, 300));
});

pageTest('the figure is drawn by the core, and PNG of it too', { hash: plans(warmCosine) }, async (page) => {
  assert.match(await downloaded(page, 'Download SVG'), /^<svg [^]*class="etude"[^]*<\/svg>\s*$/);
  assert.match(await downloaded(page, 'Download PNG'), /^.PNG/);
});

pageTest('keys alone reach the chart and move its cursor', { hash: `${plans('flat: constant(value=0.25)')}&steps=300` }, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  for (let i = 0; i < 60 && (await focused()) !== lr; ++i) await page.keyboard.press('Tab');
  assert.equal(await focused(), lr);
  const live = figure(page, lr).locator('p[aria-live=polite]');
  const moves = [['ArrowRight', 0], ['ArrowRight', 1], ['Shift+ArrowRight', 11], ['ArrowLeft', 10], ['End', 299], ['Home', 0]];
  for (const [key, step] of moves) {
    await page.keyboard.press(key);
    await until(async () => (await live.textContent()) === `step ${step}: flat 0.25`, `${key}: step ${step}`);
  }
  const whole = page.getByRole('button', { name: 'Whole range' });
  await page.keyboard.press('+');
  await whole.waitFor();
  await page.keyboard.press('Escape');
  await whole.waitFor({ state: 'hidden' });
});

pageTest('arrows go from tab to tab', {}, async (page) => {
  await tab(page, 'schedule').focus();
  for (const [key, view] of [['ArrowRight', 'path'], ['ArrowRight', 'training'], ['End', 'logs'], ['ArrowRight', 'schedule'], ['ArrowLeft', 'logs'], ['Home', 'schedule']]) {
    await page.keyboard.press(key);
    assert.equal(await tab(page, view).getAttribute('aria-selected'), 'true', `${key}: ${view}`);
    await page.getByRole('tabpanel').waitFor();
  }
});

pageTest('a question mark opens the help, and Escape closes it', {}, async (page) => {
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys and fingers' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

pageTest('a finger scrubs the cursor, on every chart at once', {
  hash: `${plans('ramp: plan(lr=linear(from=0, to=0.299, steps=300), momentum=constant(value=0.5))')}&steps=300`, width: 360,
}, async (page) => {
  await chart(page, lr).scrollIntoViewIfNeeded();
  const box = await chart(page, lr).boundingBox();
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const send = (type, share) => touch.send('Input.dispatchTouchEvent', {
    type, touchPoints: share === null ? [] : [{ x: box.x + share * box.width, y: box.y + box.height / 2 }],
  });
  const value = async (name) => Number((await figure(page, name).getByRole('listitem').textContent()).replace('ramp', ''));
  await send('touchStart', 0.4);
  const before = await value(lr);
  for (const share of [0.5, 0.6, 0.7]) await send('touchMove', share);
  await until(async () => (await value(lr)) > before + 0.05, 'the cursor follows the finger');
  assert.equal(await value('Momentum by step'), 0.5);
  await send('touchEnd', null);
});

pageTest('a joint is moved by keys, and the text follows', { hash: `${plans(warmCosine)}&steps=300` }, async (page) => {
  const text = page.getByRole('textbox', { name: 'Schedule 1', exact: true });
  await page.getByRole('button', { name: /^Joint 1: step 30/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  assert.match(await text.inputValue(), /steps=41\) then cosine\(.*steps=259\)/);
  await until(async () => (await state(page)).get('s')?.includes('steps=41'), 'the link follows');
});

pageTest('what is no number is not shown as 0, nor walked', { hash: plans('past_end(constant(value=0.1, steps=30), does=error)', 'good: constant(value=0.1)') }, async (page) => {
  const facts = page.locator('.facts');
  assert.match(await facts.textContent(), /Sum of rates–First0.1Last–/);
  await tab(page, 'path').click();
  assert.deepEqual(await figure(page, 'Learning rate on the path').getByRole('listitem').allTextContents(), ['good']);
});

const jointed = [
  ['linear(from=0.1234567, steps=4)', 'End', 'ArrowUp', /^linear\(from=0.1234567, to=[\d.e-]+, steps=4\)$/],
  ['linear(from=0.1234567, to=0.05, steps=4)', 'End', 'ArrowRight', /^linear\(from=0.1234567, to=0.05, steps=5\)$/],
  ['constant(value=0.1234567, steps=30) then linear(from=0.1234567, steps=270)', 'Joint 1', 'ArrowRight', /^constant\(value=0.1234567, steps=31\) then linear\(from=0.1234567, steps=269\)$/],
  ['cosine_restarts(from=0.1, period=50, mult=1.5)', 'Restart', 'ArrowRight', /period=51\b/],
  ['constant(value=0.1, steps=30) then one_cycle(peak=0.1, steps=200)', 'Peak', 'ArrowRight', /one_cycle\(peak=0.1, steps=200, pct=0.305\)/],
  ['piecewise(at=[0, 100, 299], values=[0, 0.4, 0.01])', 'Point 2', 'ArrowLeft', /at=\[0, 99, 299\], values=\[0, 0.4, 0.01\]/],
  ['multistep(from=0.1, milestones=[150, 225])', 'Milestone 2', 'Shift+ArrowRight', /milestones=\[150, 235\]/],
  ['step(from=0.1, period=100)', 'Drop', 'ArrowLeft', /period=99\b/],
  ['cyclic(low=0.01, high=0.1, up=40)', 'Turn', 'ArrowRight', /up=41\b/],
];

for (const [spec, name, key, becomes] of jointed)
  pageTest(`the joint ${name} of ${spec.split(' ').at(0)} lies on the curve and goes by ${key}`, { hash: `${plans(spec)}&steps=${/steps=4\b/.test(spec) ? 4 : 300}` }, async (page) => {
    const joint = page.getByRole('button', { name: new RegExp(`^${name}: step`) });
    const [, step, rate] = (await joint.getAttribute('aria-label')).match(/step (\d+), (.*)$/);
    assert.equal(Number(rate), Number(rates(spec, 300)[step].toPrecision(4)));
    await joint.click();
    const text = page.getByRole('textbox', { name: 'Schedule 1', exact: true });
    assert.equal(await text.inputValue(), spec, 'a click changes nothing');
    await joint.press(key);
    assert.match(await text.inputValue(), becomes);
  });

pageTest('a zoom does not outlive its steps', { hash: `${plans('linear(from=0.1, steps=3000)')}&steps=3000` }, async (page) => {
  await chart(page, lr).focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 4; ++i) await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Whole range' }).waitFor();
  await page.getByRole('spinbutton', { name: 'Steps', exact: true }).fill('300');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Whole range' }).waitFor({ state: 'hidden' });
});

pageTest('what nothing else shows is seen for a moment', { hash: plans('constant(value=0.1)') }, async (page) => {
  const seen = await page.getByRole('button', { name: 'Remove schedule 1' }).evaluate((button) => {
    button.click();
    const toast = document.querySelector('.toast');
    return [toast.textContent, toast.getBoundingClientRect().height > 20];
  });
  assert.deepEqual(seen, ['One schedule must stay.', true]);
  await page.waitForFunction(() => !document.querySelector('.toast'));
});

pageTest('a slider offers no value that is refused', { hash: plans('cosine(from=0.1, steps=300, exponent=2)') }, async (page) => {
  await page.getByRole('slider', { name: 'exponent', exact: true }).press('Home');
  assert.match(await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).inputValue(), /exponent=0.00\d+\)/);
});

pageTest('a drag over the chart zooms to it', { hash: `${plans('linear(from=0.1, steps=300)')}&steps=300` }, async (page) => {
  const { x, y, width, height } = await chart(page, lr).boundingBox();
  const at = (share) => [x + share * width, y + height / 2];
  await page.mouse.move(...at(0.4));
  await page.mouse.down();
  await page.mouse.move(...at(0.6), { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Whole range' }).waitFor();
  const joint = page.getByRole('button', { name: /^Start: step 0/ });
  await joint.waitFor({ state: 'hidden' });
  await chart(page, lr).press('Home');
  const first = figure(page, lr).locator('p[aria-live=polite]');
  await until(async () => /^step 1[01]\d: /.test(await first.textContent()), 'Home is where the zoom begins');
  await page.getByRole('button', { name: 'Whole range' }).click();
  await joint.waitFor();
});

pageTest('zeros of a logarithmic axis lie on a rail of their own', { hash: `${plans('multistep(from=1, milestones=[100, 200], gamma=0.1) then constant(value=0, steps=100)', 'window(constant(value=1), end=150) then constant(value=0, steps=150)')}&steps=300&logy=1&pick=2` }, async (page) => {
  // Rows of the canvas, in shares of its height, that have much of a hue on the right half.
  const [steps, zeros] = await figure(page, lr).locator('canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return ['--hue-0', '--hue-1'].map((name) => {
      const [r, g, b] = getComputedStyle(document.documentElement).getPropertyValue(name).match(/\w\w/g).map((part) => parseInt(part, 16));
      const near = (at) => Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 60 && data[at + 3] > 200;
      return [...Array(canvas.height).keys()].filter((row) => {
        let count = 0;
        for (let column = canvas.width >> 1; column < canvas.width; ++column) count += near(4 * (row * canvas.width + column));
        return count > 60;
      }).map((row) => row / canvas.height);
    });
  });
  assert.ok(zeros.length > 0, 'zeros are not drawn');
  assert.ok(Math.max(...zeros) > Math.max(...steps) + 0.03 && Math.max(...zeros) < 0.95, `${zeros} is not below ${steps}`);
  await chart(page, lr).press('End');
  await until(async () => (await figure(page, lr).getByRole('listitem').last().textContent()).endsWith('0'), 'zero is read out');
});

for (const spec of ['linear(from=0.1, steps=100)', 'torch.CosineAnnealingLR(lr=0.1, T_max=90)', 'wsd(peak=0.1, steps=100, warmup=50, decay=50)', warmCosine])
  pageTest(`notes on ${spec.split('(')[0]} are those of etude lint`, { hash: `${plans(spec)}&steps=100` }, async (page) => {
    const { notes } = JSON.parse(etude('lint', spec, '--steps', '100', '--json')).linted[0];
    const said = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;
    const shown = await page.locator('section', { hasText: 'What to know before you train' }).locator('.notes').first().locator('li').evaluateAll((all) => all.map((one) => [...one.children].map((part) => part.textContent)));
    assert.deepEqual(shown, notes.map(({ text, advice }) => [said(text), said(advice)]));
  });

const picked = [
  ['kind:tanh', 'Replace', /^tanh\(from=0.05, steps=300\)$/],
  ['kind:linear', 'Put in front', /^linear\(from=0.05, steps=30\) then cosine\(from=0.1, steps=270\)$/],
  ['kind:linear', 'Put behind', /^cosine\(from=0.1, steps=240\) then linear\(.*steps=60\)$/],
  ['kind:clamp', 'Put around', /^clamp\(cosine\(from=0.1, steps=300\), low=0.01, high=0.04\)$/],
  ['kind:linear', 'Add a warm-up', /^warmup\(to=0.1, steps=30\) then cosine\(from=0.1, steps=270\)$/],
  ['text:recipe:gpt3', 'Replace', /^recipe:gpt3$/],
];

for (const [what, name, becomes] of picked)
  pageTest(`${name}, of ${what}`, { hash: `${plans('cosine(from=0.1, steps=300)')}&steps=300` }, async (page) => {
    await page.getByRole('combobox', { name: 'Build with' }).selectOption(what);
    await page.getByRole('button', { name, exact: true }).click();
    assert.match(await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).inputValue(), becomes);
    assert.equal(await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).getAttribute('aria-invalid'), 'false');
  });

pageTest('eight schedules fit, and no ninth', {}, async (page) => {
  const add = page.getByRole('button', { name: 'Add a schedule' });
  for (let i = 3; i < 8; ++i) await add.click();
  assert.ok(await add.isDisabled());
  assert.equal(await page.getByRole('textbox', { name: /^Schedule \d$/ }).count(), 8);
});
