// The guided path: each stop is a link, computes by itself, and says no more than what it computed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { downloaded, pageTest, shoot, state, tab, until, violations } from './browser.mjs';
import { core, etude } from './etude.mjs';

const source = fileURLToPath(new URL('../../apps/explorer/page/story/stops.ts', import.meta.url));
const script = execFileSync('esbuild', [source, '--bundle', '--format=esm'], { encoding: 'utf8' });
const { stops } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const story = (page) => page.getByRole('region', { name: /^\d of 5: / });
const says = (page, text) => until(async () => (await story(page).innerText()).includes(text), text);
const next = (page) => story(page).getByRole('link', { name: /^Next: / });

/** What the command line makes of a stop that trains. */
function told(stop) {
  const { schedules, steps, seeds, task, tune } = stops[stop - 1].state;
  const flags = Object.entries(task).flatMap(([name, value]) => [`--${name}`, value]);
  const specs = schedules.map(({ name, text }) => `${name}: ${text}`);
  return JSON.parse(etude('compare', ...specs, '--steps', String(steps), '--seeds', String(seeds), ...flags, ...(tune ? ['--tune'] : []), '--sums', 'rounded', '--json=-'));
}

pageTest('a page without a link opens with the path, and with what lint sees', { hash: null }, async (page) => {
  const [{ text }] = stops[0].state.schedules;
  const { warnings } = core().ask({ do: 'read', slot: 0, text, steps: stops[0].state.steps });
  await page.getByRole('heading', { name: '1 of 5: A faulty line, and what lint sees' }).waitFor();
  assert.equal(warnings.length, 1);
  await says(page, `Lint warns: ${warnings[0].text}; ${warnings[0].advice}.`);
  assert.equal(await tab(page, 'schedule').getAttribute('aria-selected'), 'true');
  await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).fill('torch.CosineAnnealingLR(lr=0.1, T_max=100)');
  await says(page, 'Lint has no warning for it.');
  await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).fill('torch.Nothing()');
  await says(page, 'It cannot be read: ');
});

for (const stop of [2, 3, 4])
  pageTest(`stop ${stop} trains by itself, to the command line's numbers, and says what they say`, { hash: `stop=${stop}` }, async (page) => {
    await page.getByRole('table', { name: 'All schedules' }).waitFor();
    const theirs = told(stop);
    if (theirs.winner) for (const code of ['to', 'phrase', 'command']) delete theirs.winner[code]; // which the page shows elsewhere
    assert.deepEqual({ ...JSON.parse(await downloaded(page, 'Comparison as JSON')), work: null }, { ...theirs, work: null });
    const [{ p_holm, difference }] = theirs.pairs;
    const lower = difference < 0 ? 'constant' : 'cosine';
    await says(page, p_holm < 0.05 ? lower : 'no difference is detected');
    assert.deepEqual([...(await state(page)).keys()], ['v', 'stop']);
  });

pageTest('the path is walked from stop to stop, and left', { hash: null }, async (page) => {
  for (const [i, { title }] of stops.entries()) {
    await page.getByRole('heading', { name: `${i + 1} of 5: ${title}` }).waitFor();
    if (i + 1 < stops.length) await next(page).click();
  }
  assert.equal(await next(page).count(), 0);
  await page.goBack();
  await page.getByRole('heading', { name: /^4 of 5/ }).waitFor();
  await story(page).getByRole('link', { name: /^Stop 5: / }).click();
  await page.getByRole('heading', { name: /^5 of 5/ }).waitFor();
  await story(page).getByRole('button', { name: 'Leave the path' }).click();
  assert.equal(await story(page).count(), 0);
  assert.match(await page.getByRole('textbox', { name: 'Schedule 1', exact: true }).inputValue(), /^torch\./);
  await page.getByRole('link', { name: 'Guided path' }).click();
  await page.getByRole('heading', { name: /^1 of 5/ }).waitFor();
});

pageTest('who changes what a stop trains has left its words behind, and can return', { hash: 'stop=2' }, async (page) => {
  await page.getByRole('table', { name: 'All schedules' }).waitFor();
  await page.getByRole('slider', { name: 'First seed' }).press('ArrowRight');
  await says(page, 'You have gone your own way from here');
  assert.equal((await state(page)).get('seed'), '1');
  await story(page).getByRole('link', { name: 'Return to this stop' }).click();
  await says(page, 'Both begin at a rate of');
  await page.getByRole('table', { name: 'All schedules' }).waitFor();
});

pageTest('a link away from a stop holds what the reader took away, too', { hash: 'stop=4' }, async (page) => {
  await page.getByRole('button', { name: 'Reset batch' }).click();
  await says(page, 'You have gone your own way from here');
  const before = page.url();
  await page.reload();
  await says(page, 'You have gone your own way from here');
  assert.equal(page.url(), before);
  assert.equal(await page.getByRole('button', { name: 'Reset batch' }).count(), 0);
});

pageTest('a link away from a stop can have no field of the task', { hash: 'stop=2&t=' }, async (page) => {
  await says(page, 'You have gone your own way from here');
  await tab(page, 'path').click();
  assert.equal((await state(page)).get('t'), '');
});

pageTest('a stop that there is not is named', { hash: 'stop=9' }, async (page) => {
  await page.getByText('stop=9 is more than 5: shown with 5').waitFor();
});

/** A training that came out so. */
function came(verdict, best = 'cosine') {
  const other = best === 'cosine' ? 'constant' : 'cosine';
  const arms = ['constant', 'cosine'].map((name, i) => ({ name, peak: i + 1, final_loss: { median: 0.1 } }));
  return { comparison: { arms, seeds: 5 }, finding: 'What was found.', verdicts: verdict ? [{ best, other, verdict }] : [] };
}

const reads = [50, 25].map((sum_lr) => ({ peak: 0.5, sum_lr, warnings: [] }));
const wordsOf = (stop, told, before = null) =>
  stops[stop - 1].words({ state: { ...stops[stop - 1].state }, read: reads[0], refusal: null, reads, told, before }).join(' ');
const claims = /\bwins\b|ends lower|decay pays:|ended lower/;

for (const stop of [2, 3, 4])
  test(`stop ${stop} claims nothing where nothing is detected`, () => {
    for (const nothing of [null, came('no difference detected'), came('not tested'), came(null)])
      for (const before of [null, came('no difference detected')]) assert.doesNotMatch(wordsOf(stop, nothing, before), claims);
    assert.match(wordsOf(stop, came('lower')), claims);
  });

test('whether decay pays is said of who ends lower', () => {
  assert.match(wordsOf(4, came('lower', 'cosine')), /decay pays: .* cosine ends lower/);
  assert.match(wordsOf(4, came('lower', 'constant')), /decay does not pay: constant ends lower/);
  assert.match(wordsOf(4, came('higher', 'constant')), /decay pays: .* cosine ends lower/);
  assert.match(wordsOf(4, came('no difference detected')), /no difference is detected/);
  assert.match(wordsOf(3, came('no difference detected'), came('lower', 'cosine')), /no difference is detected. At the same peak cosine ended lower/);
});

const looks = {
  light: { media: { colorScheme: 'light' } },
  dark: { media: { colorScheme: 'dark' } },
  phone: { width: 360, media: { reducedMotion: 'reduce' } },
};

for (const [look, how] of Object.entries(looks))
  for (const stop of [1, 2, 3, 4, 5])
    pageTest(`stop ${stop}, ${look}`, { ...how, hash: `stop=${stop}` }, async (page) => {
      if (stops[stop - 1].state.view === 'training') await page.getByRole('table', { name: 'All schedules' }).waitFor();
      await shoot(page, `stop-${stop}-${look}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, 'the page scrolls sideways');
      assert.deepEqual(await violations(page), []);
    });
