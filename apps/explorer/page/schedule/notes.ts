// What the core remarks: on a schedule, and on code that was written for it.

import type { Note } from 'core-types';
import { el } from '../parts/dom.ts';

export function noteItem(note: Note): HTMLElement {
  return el('li', {}, el('span', {}, sentence(note.text)), el('span', { class: 'advice' }, sentence(note.advice)));
}

/** The core's notes begin small and end without a stop. */
function sentence(text: string): string {
  return text && `${text[0].toUpperCase()}${text.slice(1)}.`;
}
