// What goes out of the page: the chosen schedule as code, all of them as picture or numbers, and the link.

import type { Note } from 'core-types';
import type { House } from '../contract.ts';
import { Refusal } from '../core/core.ts';
import { curves, sampled } from './curves.ts';
import { button, el, select } from '../parts/dom.ts';
import { drawn, fileButtons } from '../training/files.ts';
import { csv } from '../parts/csv.ts';
import { noteItem } from './notes.ts';
import { copy, pngOf } from '../parts/save.ts';
import { writeLink } from '../state/state.ts';

const titles: Record<string, string> = {
  text: 'etude, on one line',
  json: 'etude, JSON',
  torch: 'PyTorch',
  hf: 'Hugging Face',
  optax: 'optax (JAX)',
  keras: 'Keras',
  timm: 'timm',
  python: 'Python',
  jax: 'JAX',
  c: 'C',
  cpp: 'C++',
};

export class Export {
  readonly element: HTMLElement;
  private readonly code = el('pre', { class: 'code', tabindex: '0', role: 'region', 'aria-label': 'Code' });
  private readonly notes = el('ul', { class: 'notes' });
  private to: string;
  private timer = 0;

  constructor(private readonly house: House) {
    const { formats, dialects } = house.list;
    const order = [...new Set([...Object.keys(titles).filter((name) => formats.includes(name)), ...formats])];
    const title = (name: string) => titles[name] ?? dialects.find((one) => one.name === name)?.library.split(',')[0] ?? name;
    this.to = order.includes('torch') ? 'torch' : order[0];
    const format = select({
      label: 'As code for',
      options: order.map((name) => [name, title(name)]),
      value: this.to,
      change: (name) => {
        this.to = name;
        this.write();
      },
    });
    this.element = el(
      'section',
      { class: 'export card' },
      el('h2', {}, 'Take it with you'),
      el('div', { class: 'buttons' }, format.element, button('Copy code', () => copy(house, this.code.textContent ?? '', this.code))),
      this.code,
      this.notes,
      el(
        'div',
        { class: 'buttons' },
        button('Copy link', () => this.link()),
        ...fileButtons(house, [
          { label: 'SVG', file: 'schedules.svg', type: 'image/svg+xml', make: () => this.svg() },
          { label: 'PNG', file: 'schedules.png', type: 'image/png', make: () => pngOf(this.svg()) },
          { label: 'CSV', file: 'schedules.csv', type: 'text/csv', make: () => this.csv() },
        ]),
      ),
    );
  }

  /** After a pause: code is long, and a slider moves on. */
  update(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.write(), 150);
  }

  private write(): void {
    const { chosen: slot, steps } = this.house.store.state;
    this.notes.replaceChildren();
    if (!this.house.reads[slot]) return void (this.code.textContent = 'The chosen schedule cannot be read yet.');
    try {
      const reply = this.house.core.ask<{ code: string; notes: Note[] }>({ do: 'convert', slot, to: this.to, steps });
      this.code.textContent = reply.code;
      this.notes.append(...reply.notes.map(noteItem));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.code.textContent = error.message;
    }
  }

  /** The address may be one that only this machine knows; its hash opens on any copy of the page. */
  private link(): void {
    void copy(this.house, location.href.split('#')[0] + writeLink(this.house.store.state, this.house.list));
  }

  private svg(): string {
    const { logX, logY, steps } = this.house.store.state;
    const axes = { x: { label: 'step', log: logX }, y: { label: 'learning rate', log: logY } };
    return drawn(this.house, { title: 'Learning rate by step', ...axes }, curves(this.house, 'lr', sampled(steps, logX)));
  }

  /** Every step, at full precision: the shortest text that reads back as the same double. */
  private csv(): string {
    const { schedules, steps } = this.house.store.state;
    const at = Float64Array.from({ length: steps }, (_, step) => step);
    const shown = schedules.flatMap(({ name }, place) => {
      const read = this.house.reads[place];
      const values = read && this.house.core.curve(place, read.parts.indexOf('lr'), at);
      return values ? [{ name, values }] : [];
    });
    const rows: (string | number)[][] = [['step', ...shown.map((one) => one.name)]];
    for (let step = 0; step < steps; ++step) rows.push([step, ...shown.map((one) => one.values[step])]);
    return csv(rows);
  }
}
