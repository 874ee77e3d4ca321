// The core in WebAssembly gives the same bits as the native one: it makes every call that native.cpp printed.
// usage: node --test tests/wasm/check.mjs, with {core,engine}.wasm and native.tsv in build/wasm/tests/wasm

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const folder = new URL('../../build/wasm/tests/wasm/', import.meta.url);
const [module, engineModule] = ['core.wasm', 'engine.wasm'].map((name) => new WebAssembly.Module(readFileSync(new URL(name, folder))));
const calls = readFileSync(new URL('native.tsv', folder), 'utf8').split('\n').slice(0, -1).map((line) => line.split('\t'));

function number(hex) {
  return hex === 'nan' ? NaN : new Float64Array(BigUint64Array.of(BigInt('0x' + hex)).buffer)[0];
}

function hex(value) {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  return Number.isNaN(value) ? 'nan' : bits.toString(16).padStart(16, '0');
}

test('the modules import nothing', () => {
  for (const each of [module, engineModule]) assert.deepEqual(WebAssembly.Module.imports(each), []);
});

test('every native call has the same bits here', () => {
  const core = new WebAssembly.Instance(module, {}).exports;
  core._initialize();
  const engine = new WebAssembly.Instance(engineModule, {}).exports;
  engine._initialize();
  const buffer = core.etude_alloc(1024);
  const bytes = () => new Uint8Array(core.memory.buffer, buffer, 1024);  // afresh: memory may have grown
  const read = (length) => new TextDecoder().decode(bytes().slice(0, length));
  const write = (text) => new TextEncoder().encodeInto(text, bytes()).written;
  const using = (spec, use) => {
    const schedule = core.etude_parse(buffer, write(spec));
    const result = use(schedule);
    core.etude_drop(schedule);
    return result;
  };

  const answer = {
    exp: (x) => hex(core.etude_exp(number(x))),
    log: (x) => hex(core.etude_log(number(x))),
    pow: (x, y) => hex(core.etude_pow(number(x), number(y))),
    cos_pi: (x) => hex(core.etude_cos_pi(number(x))),
    tanh: (x) => hex(core.etude_tanh(number(x))),
    shortest: (x) => read(core.etude_shortest(number(x), buffer)),
    to_double: (text) => hex(core.etude_to_double(buffer, write(text))),
    uniform: (seed, n) => hex(core.etude_uniform(Number(seed), Number(n))),
    normal: (seed, n) => hex(core.etude_normal(Number(seed), Number(n))),
    complaint: (spec) => read(core.etude_complaint(buffer, write(spec), buffer, 1024)),
    print: (spec) => using(spec, (schedule) => read(core.etude_print(schedule, buffer, 1024))),
    at: (spec, step) => using(spec, (schedule) => hex(core.etude_at(schedule, BigInt(step)))),
  };
  answer.trained = (...numbers) => hex(engine.etude_trained(...numbers.map(Number)));
  const seen = new Set();
  for (const [name, ...rest] of calls) {
    const expected = rest.pop();
    assert.equal(answer[name](...rest), expected, `${name}(${rest.join(', ')})`);
    seen.add(name);
  }
  assert.deepEqual([...seen].sort(), Object.keys(answer).sort());
  core.etude_free(buffer);
});
