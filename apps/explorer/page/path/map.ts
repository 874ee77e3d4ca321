// The map of a landscape with the paths on it.

import type { Landscape } from 'core-types';
import { contourMap } from './contour.ts';
import type { House } from '../contract.ts';
import { type Descent, landscapeOf } from './descents.ts';
import { el } from '../parts/dom.ts';
import { colour, dashOf, hueName, onColours } from '../charts/look.ts';
import { pixels } from '../parts/save.ts';
import { Start } from './start.ts';
import { tableElement } from '../parts/table.ts';
import { short } from '../charts/ticks.ts';

const mostPoints = 2000; // of a path that are drawn
const rows = 12; // of the table
const mostHeight = 560; // CSS pixels

/** Where a share of a range lies, 0 to 1, and back. */
const shareOf = ([from, to]: [number, number], value: number) => (value - from) / (to - from);
const valueAt = ([from, to]: [number, number], share: number) => from + (to - from) * share;

export class PathMap {
  readonly element: HTMLElement; // a figure with a sentence and its numbers
  private readonly map: HTMLElement;
  private readonly words = el('figcaption', { class: 'sentence' });
  private readonly data = el('details', { class: 'data', ontoggle: () => this.table() }, el('summary', {}, 'Numbers'));
  private readonly canvas = el('canvas', { role: 'img' });
  private readonly start: Start;
  private paths: Descent[] = [];
  private ground: OffscreenCanvas | null = null;
  private shape = ''; // what the ground was drawn for

  constructor(private readonly house: House) {
    this.start = new Start((x, y, done) => this.moveStart(x, y, done));
    this.map = el('div', { class: 'map' }, this.canvas, this.start.element);
    this.element = el('figure', {}, this.map, this.words, this.data);
    new ResizeObserver(() => this.draw()).observe(this.map);
    house.cursor.follow(() => this.draw());
    onColours(() => {
      this.ground = null;
      this.draw();
    });
  }

  set(paths: Descent[], words: string): void {
    this.paths = paths;
    const { x, y } = landscapeOf(this.house);
    const { startX, startY } = this.house.store.state;
    this.map.style.aspectRatio = `${x[1] - x[0]} / ${y[1] - y[0]}`;
    this.map.style.maxWidth = `${(mostHeight * (x[1] - x[0])) / (y[1] - y[0])}px`;
    this.canvas.setAttribute('aria-label', `Map of the landscape ${landscapeOf(this.house).name}. ${words}`);
    const at = `x ${startX.toPrecision(3)}, y ${startY.toPrecision(3)}`;
    this.start.set(shareOf(x, startX), 1 - shareOf(y, startY), `Start of the paths at ${at}: drag it, or use the arrow keys`);
    this.words.textContent = words;
    this.draw();
    this.table();
  }

  /** Where all are at a few steps. */
  private table(): void {
    this.data.querySelector('.table')?.remove();
    if (!this.data.open) return;
    const walked = this.paths.filter(({ x }) => x.length);
    const last = Math.max(0, ...walked.map(({ x }) => x.length - 1));
    const steps = [...new Set(Array.from({ length: rows }, (_, i) => Math.round((i * last) / (rows - 1))))];
    const titles = ['step', ...walked.map(({ name }) => `${name}: x, y`)];
    const at = ({ x, y }: Descent, step: number) => (step < x.length ? `${short(x[step])}, ${short(y[step])}` : '');
    const table = { columns: titles.map((title) => ({ title, is_text: false })), rows: steps.map((step) => [String(step), ...walked.map((path) => at(path, step))]), notes: [] };
    this.data.append(tableElement(table, 'Points of the paths'));
  }

  /** The map as a picture, as it is shown. */
  picture(): BlobPart {
    return pixels(this.canvas);
  }

  private moveStart(right: number, down: number, done: boolean): void {
    const { x, y } = landscapeOf(this.house);
    const three = (value: number) => Number(value.toPrecision(3));
    this.house.store.change({ startX: three(valueAt(x, right)), startY: three(valueAt(y, 1 - down)) }, done);
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.map;
    if (!width || !height) return; // not shown
    const scale = devicePixelRatio;
    const landscape = landscapeOf(this.house);
    this.drawGround(landscape, Math.round(width * scale), Math.round(height * scale));
    const context = this.canvas.getContext('2d')!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const place = (x: number, y: number): [number, number] => [
      width * shareOf(landscape.x, x),
      height * (1 - shareOf(landscape.y, y)),
    ];
    for (const [x, y] of landscape.minima) drawCross(context, place(x, y), 4, colour('text'));
    for (const path of this.paths) drawPath(context, path, place);
    for (const path of this.paths) drawCursor(context, path, place, this.house.cursor.get());
  }

  private drawGround(landscape: Landscape, width: number, height: number): void {
    const shape = `${landscape.name} ${width} ${height}`;
    if (!this.ground || this.shape !== shape) {
      const index = this.house.list.landscapes.indexOf(landscape);
      this.ground = contourMap((n) => this.house.core.heights(index, n), width, height);
      this.shape = shape;
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext('2d')!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.ground, 0, 0);
  }
}

type Place = (x: number, y: number) => [number, number];

function drawPath(context: CanvasRenderingContext2D, { x, y, hue, divergedAt }: Descent, place: Place): void {
  if (!x.length) return;
  const last = x.length - 1;
  const stride = Math.ceil(x.length / mostPoints);
  context.beginPath();
  for (let i = 0; i < last; i += stride) context.lineTo(...place(x[i], y[i]));
  context.lineTo(...place(x[last], y[last]));
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.strokeStyle = colour(hueName(hue));
  context.setLineDash(dashOf(hue));
  context.stroke();
  context.setLineDash([]);
  if (divergedAt === null) drawDot(context, place(x[last], y[last]), 5, colour(hueName(hue)));
  else drawCross(context, place(x[last], y[last]), 6, colour(hueName(hue)));
}

/** Where a path is at the step that the charts point at. */
function drawCursor(context: CanvasRenderingContext2D, { x, y, hue }: Descent, place: Place, step: number | null): void {
  const i = step === null ? -1 : Math.round(step);
  if (i >= 0 && i < x.length) drawDot(context, place(x[i], y[i]), 8, colour(hueName(hue)));
}

function drawDot(context: CanvasRenderingContext2D, at: [number, number], radius: number, fill: string): void {
  context.beginPath();
  context.arc(...at, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = colour('card');
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

function drawCross(context: CanvasRenderingContext2D, [x, y]: [number, number], size: number, stroke: string): void {
  context.beginPath();
  for (const turn of [-1, 1]) {
    context.moveTo(x - size, y - turn * size);
    context.lineTo(x + size, y + turn * size);
  }
  context.strokeStyle = stroke;
  context.lineWidth = 2;
  context.stroke();
}
