// The page's file: whole and strict, and its packed texts as a browser reads and saves them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { pageTest } from './browser.mjs';
import { page as file } from './etude.mjs';

const bytes = readFileSync(file);
const text = new TextDecoder('utf-16le', { fatal: true }).decode(bytes);

test('the page is UTF-16 that says so, of which HTML changes nothing', () => {
  assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xfe]);
  assert.doesNotMatch(text, /[\0\r\ufeff\ufffe\uffff]/);
});

test('its policy allows two scripts by their hashes, and the core', () => {
  const [, policy] = text.match(/Content-Security-Policy" content="([^"]*)"/);
  assert.match(policy, /^default-src 'none'; script-src( 'sha256-[\w+/]{43}='){2} 'wasm-unsafe-eval'; worker-src blob:;/);
  assert.doesNotMatch(policy, /'unsafe-eval'|script-src[^;]*(blob|data|unsafe-inline)|https?:/);
});

for (const id of ['core', 'script'])
  pageTest(`a browser leaves the packed ${id} as it is`, {}, async (page) => {
    const held = await page.evaluate((name) => document.getElementById(name).textContent, id);
    assert.ok(text.includes(`>${held}</script>`) && held.length > 10_000);
    assert.ok((await page.content()).includes(`>${held}</script>`), 'saved otherwise than it came');
  });

pageTest('without WebAssembly it says why it cannot start', {}, async (page) => {
  await page.addInitScript(() => delete window.WebAssembly);
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'The page could not start: WebAssembly is not defined' }).waitFor();
});
