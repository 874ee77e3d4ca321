// Files and the clipboard, and pictures in pixels.

import type { House } from '../contract.ts';
import { el } from './dom.ts';

export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers read it only after the click
}

/** Pages from disk may have no clipboard: then the text is selected, to be copied by hand. */
export async function copy(house: House, text: string, shown?: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    house.say('Copied.', true);
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown);
    house.say(shown ? 'Selected: copy it with the keyboard.' : 'The browser does not let this page copy: take the address from its bar.', true);
  }
}

/** A drawing as pixels, twice as many as its size says. */
export async function pngOf(svg: string): Promise<BlobPart> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = el('canvas', { width: String(2 * picture.width), height: String(2 * picture.height) });
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return pixels(canvas);
}

/** A canvas as PNG; not by toBlob, which may wait until the browser has nothing to do. */
export function pixels(canvas: HTMLCanvasElement): BlobPart {
  const base64 = canvas.toDataURL().split(',')[1];
  if (!base64) throw new Error('no picture came back');
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
