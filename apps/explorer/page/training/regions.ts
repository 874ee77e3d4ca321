// Which class a network gives to each place of the plane: one small picture a schedule.

import type { House } from '../contract.ts';
import { el } from '../parts/dom.ts';
import { colour, faded, hueName, onColours, swatch } from '../charts/look.ts';
import { regionCells, regionSize } from '../core/messages.ts';
import type { Arm } from './trials.ts';

const side = 180; // CSS pixels
const pixels = 2 * side;

interface Sample {
  x: number;
  y: number;
  class: number;
}

interface Card {
  name: string;
  canvas: HTMLCanvasElement;
  words: HTMLElement;
  cells: Uint8Array | null;
  right: number; // samples
}

export class Regions {
  readonly element = el('div', { class: 'regions' });
  private cards: Card[] = [];
  private samples: Sample[] = [];

  constructor(private readonly house: House) {
    onColours(() => this.cards.forEach((card) => this.draw(card)));
  }

  /** An empty picture for each of them, with the data of the first seed. */
  reset(arms: Arm[]): void {
    this.samples = this.read();
    this.cards = arms.map(({ name }) => {
      const canvas = el('canvas', { role: 'img', width: String(pixels), height: String(pixels) });
      return { name, canvas, words: el('div', {}), cells: null, right: 0 };
    });
    const figures = this.cards.map(({ name, canvas, words }, i) =>
      el('figure', {}, canvas, el('figcaption', {}, swatch(arms[i].hue), ` ${name} `, words)),
    );
    this.element.replaceChildren(...figures);
    this.cards.forEach((card) => this.draw(card));
  }

  set(arm: number, cells: Uint8Array, right: number): void {
    Object.assign(this.cards[arm], { cells, right });
    this.draw(this.cards[arm]);
  }

  private read(): Sample[] {
    const { task, seed } = this.house.store.state;
    this.house.core.ask({ do: 'data', task, seed });
    const numbers = this.house.core.numbers();
    return Array.from({ length: numbers.length / 3 }, (_, i) => ({
      x: numbers[3 * i],
      y: numbers[3 * i + 1],
      class: numbers[3 * i + 2],
    }));
  }

  private draw({ name, canvas, words, cells, right }: Card): void {
    const context = canvas.getContext('2d')!;
    context.fillStyle = colour('card');
    context.fillRect(0, 0, pixels, pixels);
    if (cells) this.drawCells(context, cells);
    this.drawSamples(context);
    words.textContent = cells ? `${right} of ${this.samples.length} right` : '';
    const what = cells ? `, ${words.textContent}` : ', not trained yet';
    canvas.setAttribute('aria-label', `Classes that the network of ${name} gives over the plane${what}`);
  }

  private drawCells(context: CanvasRenderingContext2D, cells: Uint8Array): void {
    const size = pixels / regionCells;
    const shades = Array.from({ length: 8 }, (_, hue) => faded(colour(hueName(hue)), 0.3));
    cells.forEach((each, i) => {
      const row = regionCells - 1 - Math.floor(i / regionCells); // the first row of cells is the lowest
      context.fillStyle = shades[each % shades.length];
      context.fillRect((i % regionCells) * size, row * size, size, size);
    });
  }

  private drawSamples(context: CanvasRenderingContext2D): void {
    const place = (v: number) => (v / regionSize + 1) * (pixels / 2);
    for (const sample of this.samples) {
      context.fillStyle = colour(hueName(sample.class));
      context.beginPath();
      context.arc(place(sample.x), place(-sample.y), 3.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
