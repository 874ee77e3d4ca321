// Every view loads, is usable and reads well: on a desk, on a phone, in the dark, in forced colours, without motion.

import assert from 'node:assert/strict';
import { chart, figure, fromDisk, median, pageTest, plans, served, shoot, slack, tab, undisturbed, views, violations } from './browser.mjs';
import { asFiles, trio } from './logs.mjs';

const small = 'steps=40&seeds=2&sweep=40&sweeps=2&t=hidden%3D16,16';
const three = plans('flat: constant(value=0.3)', 'decay: cosine(from=0.5, steps=40)', 'plan(lr=one_cycle(peak=0.5, steps=40), momentum=one_cycle_momentum(steps=40))');
/** Makes a view show all that it can. */
const fill = {
  schedule: async () => {},
  path: async () => {},
  training: async (page) => {
    await page.getByRole('table', { name: 'All schedules' }).waitFor();
  },
  range: async (page) => {
    await page.getByRole('table', { name: 'Range test' }).waitFor();
  },
  logs: async (page) => {
    await page.getByLabel('Log files').setInputFiles(asFiles(trio));
    await page.getByRole('button', { name: /^Take schedules/ }).click();
    await page.getByRole('table', { name: 'Where the schedules end' }).waitFor();
    await chart(page, 'Loss by step').waitFor();
  },
};

const looks = {
  light: { media: { colorScheme: 'light' } },
  dark: { media: { colorScheme: 'dark' } },
  'forced colours': { media: { forcedColors: 'active' } },
  phone: { width: 360, media: { reducedMotion: 'reduce' } },
};

for (const view of Object.keys(views))
  for (const [look, how] of Object.entries(looks))
    pageTest(`the ${view} view, ${look}`, { ...how, hash: `view=${view}&${small}&${three}` }, async (page) => {
      await fill[view](page);
      await shoot(page, `${view}-${look.replace(' ', '-')}`);
      assert.equal(await tab(page, view).getAttribute('aria-selected'), 'true');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, 'the page scrolls sideways');
      if (view === 'training') assert.ok((await colours(page)) >= 3, 'classes look alike');
      if (look !== 'forced colours') assert.deepEqual(await violations(page), []);
      await assertChartsSpeak(page);
    });

/** How many colours fill much of the first picture of decision regions. */
const colours = (page) => page.locator('.regions canvas').first().evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const count = new Map();
  new Uint32Array(data.buffer).forEach((each) => count.set(each, (count.get(each) ?? 0) + 1));
  return [...count.values()].filter((pixels) => pixels > 300).length;
});

/** axe cannot see into a canvas. */
async function assertChartsSpeak(page) {
  const charts = await page.getByRole('application').evaluateAll((all) =>
    all.filter((one) => one.checkVisibility()).map((one) => [one.getAttribute('aria-label'), document.getElementById(one.getAttribute('aria-describedby'))?.textContent]));
  assert.ok(charts.length > 0, 'there is no chart');
  for (const [name, sentence] of charts) {
    assert.match(name ?? '', /\w+ \w+/, 'a chart has no name');
    assert.match(sentence ?? '', /\w.*\.$/, `${name} has no sentence`);
  }
  const images = await page.locator('canvas[role=img]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  for (const name of images) assert.match(name ?? '', /\w+ \w+/, 'a picture has no name');
}

// The quickest of some loads, as other programs come between; where more run than there are cores, in their time.
for (const [name, address] of Object.entries({ 'from disk': () => fromDisk, 'over http': served }))
  pageTest(`it is ready in 300 ms ${name}`, { address, hash: null }, async (page, t) => {
    const times = [];
    for (let i = 0; i < 9; ++i) {
      await page.reload();
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      times.push(await page.evaluate(() => window.readyAt));
    }
    t.diagnostic(`ready after ${median(times).toFixed(0)} ms ${name}`);
    assert.ok(undisturbed(times) < 300 * slack(), times.join());
  });

pageTest('targets of a finger are 44 px high', { width: 360 }, async (page) => {
  for (const view of Object.keys(views)) {
    await tab(page, view).click();
    const small = await page.locator('button, select, input:not([type=checkbox]), summary, textarea, label.toggle').evaluateAll((all) =>
      all.filter((one) => one.checkVisibility() && one.tabIndex >= 0 && one.getBoundingClientRect().height < 43.5).map((one) => `${one.outerHTML.slice(0, 120)}: ${one.getBoundingClientRect().height} px`));
    assert.deepEqual(small, [], view);
  }
});

pageTest('nothing moves where motion is not wanted', { media: { reducedMotion: 'reduce' } }, async (page) => {
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0.01).length);
  await tab(page, 'path').click();
  assert.equal(moving + (await page.evaluate(() => document.getAnimations().length)), 0);
});

pageTest('a chart has its numbers as a table', { hash: three }, async (page) => {
  const rates = figure(page, 'Learning rate by step');
  await rates.getByText('Numbers', { exact: true }).click();
  assert.deepEqual((await rates.locator('thead th').allTextContents()).slice(0, 2), ['step', 'flat']);
  assert.ok((await rates.locator('tbody tr').count()) > 5);
});
