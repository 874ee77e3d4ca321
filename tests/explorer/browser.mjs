// Tests in a real browser. A page must make no error and ask nobody for anything: every test here fails where it does.

import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { page as built } from './etude.mjs';

const require = createRequire(new URL('../../apps/explorer/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const shots = fileURLToPath(new URL('../../build/shots/', import.meta.url));
const patience = 60_000; // a machine may have other work

export const views = { schedule: 'Schedule', path: 'Path', training: 'Training', range: 'Range test', logs: 'Your logs' };
export const fromDisk = pathToFileURL(built).href;

let browser, folder;
before(async () => {
  mkdirSync(shots, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'etude-browser-'));
  browser = await chromium.launchPersistentContext(folder, { executablePath: '/usr/bin/chromium', headless: true, args });
  browser.setDefaultTimeout(patience);
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 }); // a closed browser may still write
});

/** Notes when the page says that it is ready, and every core that it makes. */
function watch() {
  new MutationObserver(() => (window.readyAt ??= document.documentElement?.dataset.ready && performance.now()))
    .observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] });
  window.cores = [];
  const Instance = WebAssembly.Instance;
  WebAssembly.Instance = function (...parts) {
    const made = new Instance(...parts);
    window.cores.push(made.exports);
    return made;
  };
}

const isLocal = (url) => /^(file|blob|data|http:\/\/127\.0\.0\.1:\d+\/$|http:\/\/127\.0\.0\.1:\d+\/#)/.test(url);

/** A test with the page opened at this hash, or without any where that is null: `width`, `media` as in emulateMedia, `address` instead of the file's. */
export function pageTest(name, { hash = 'stop=0', width = 1200, media = {}, address = () => fromDisk } = {}, use) {
  test(name, { timeout: 5 * patience }, async (t) => {
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && problems.push(`console: ${line.text()}`));
    page.on('request', (request) => isLocal(request.url()) || problems.push(`request: ${request.url()}`));
    try {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: 'light', ...media });
      await page.addInitScript(watch);
      await page.addInitScript({ content: axe });
      await page.goto(`${await address(t)}${hash === null ? '' : `#v=1&${hash}`}`);
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      await use(page, t, problems);
      assert.deepEqual(problems, []);
    } finally {
      await page.close();
    }
  });
}

/** The page on a server of this machine, as long as the test runs; one that takes every page for UTF-8, as many do. */
export async function served(t) {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(readFileSync(built)));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

export const shoot = (page, name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });

/** A link's part: plans with a name each, or without. */
export const plans = (...specs) => specs.map((spec) => `s=${encodeURIComponent(spec)}`).join('&');

/** Rules that are broken, and by what. */
export async function violations(page) {
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

export const chart = (page, name) => page.getByRole('application', { name, exact: true });
export const figure = (page, name) => page.locator('figure').filter({ has: chart(page, name) });
export const tab = (page, view) => page.getByRole('tab', { name: views[view], exact: true });
export const state = async (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

/** What a button downloads. */
export async function downloaded(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

/** Texts of a table of the page, row by row. */
export const cells = (page, name) =>
  page.getByRole('table', { name }).locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

/** Waits until a condition on the page's side holds. */
export async function until(holds, what) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await holds()) return;
  assert.fail(`not in ${patience} ms: ${what}`);
}

/** How much longer things take where others work on this machine: 1 where a core is free. */
export const slack = () => Math.max(1, loadavg()[0] / cpus().length);

const quantile = (share) => (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length * share)];
export const median = quantile(0.5);

/** What one of these takes where nothing comes between: a tenth of them took less. */
export const undisturbed = quantile(0.1);
