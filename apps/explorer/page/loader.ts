// The one script that the page holds as it is: unpacks the core, and while the browser compiles that, the script.

import { failed } from './failed.ts';
import unpacker from 'text:unpacker';

declare global {
  var compiled: Promise<WebAssembly.Module>; // the core, for main.ts
}

interface Exports {
  memory: WebAssembly.Memory;
  unpack(text: number, out: number, size: number): void;
}

const unpackerBytes = () => Uint8Array.from(atob(unpacker), (letter) => letter.charCodeAt(0));

/** What a script element of the page holds; its data-bytes says how much that is. */
function unpacked(module: WebAssembly.Module, id: string): Uint8Array<ArrayBuffer> {
  const { textContent, dataset } = document.getElementById(id)!;
  const text = textContent!;
  const size = Number(dataset.bytes);
  const bytes = 2 * text.length;
  const { memory, unpack } = new WebAssembly.Instance(module).exports as unknown as Exports;
  const at = memory.grow(Math.ceil((bytes + size) / 65536)) * 65536;
  const letters = new Uint16Array(memory.buffer, at, text.length);
  for (let i = 0; i < text.length; ++i) letters[i] = text.charCodeAt(i);
  unpack(at, at + bytes, size);
  return new Uint8Array(memory.buffer as ArrayBuffer, at + bytes, size);
}

try {
  const module = new WebAssembly.Module(unpackerBytes());
  self.compiled = WebAssembly.compile(unpacked(module, 'core'));
  // Inline, since its hash is in the page's policy; a script from a blob would need all blobs allowed.
  const script = document.createElement('script');
  script.textContent = new TextDecoder().decode(unpacked(module, 'script'));
  document.body.append(script);
  script.remove();
} catch (error) {
  failed(error);
}
