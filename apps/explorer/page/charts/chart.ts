// A chart: a plot with its legend, zoom and table, a cursor that charts share, for mouse, keys and fingers, and words for
// screen readers.

import type { ChartLike, ChartOptions, Handle, Series } from './chart.types.ts';
import type { House } from '../contract.ts';
import { button, el } from '../parts/dom.ts';
import { Handles, type Place } from './handles.ts';
import { hueName, onColours, swatch } from './look.ts';
import { Plot } from './plot.ts';
import { type Axis, axisOver, placed } from './rail.ts';
import { tableElement } from '../parts/table.ts';
import { short } from './ticks.ts';
import { nearest, unionOf } from './union.ts';

const rows = 12; // of the data table
let charts = 0;

const quiet = 400; // milliseconds without a key before the cursor's values are said

export class Chart implements ChartLike {
  readonly element: HTMLElement;
  private readonly options: ChartOptions;
  private readonly house: House;
  private readonly name = el('span', { class: 'name' });
  private readonly words = el('span', { class: 'sentence' });
  private readonly legend = el('ul', { class: 'legend' });
  private readonly canvas = el('canvas', {});
  private readonly line = el('div', { class: 'cursor', hidden: true });
  private readonly chosen = el('div', { class: 'select', hidden: true });
  private readonly dots = el('div', {});
  private readonly plot = el('div', { class: 'plot', tabindex: '0', role: 'application', 'aria-roledescription': 'chart' });
  private readonly points = new Handles(() => this.place());
  private readonly live = el('p', { class: 'unseen', 'aria-live': 'polite' });
  private readonly data = el('details', { class: 'data' });
  private readonly whole = button('Whole range', () => this.zoomTo(null), { class: 'whole', hidden: true });

  private drawn: Plot | null = null;
  private width = 0;
  private shape = ''; // of the legend; where it is the same, it stays
  private series: Series[] = [];
  private x: number[] = [];
  private axes: { x: Axis; y: Axis } = { x: axisOver([], false, true), y: axisOver([], false, false) };
  private zoom: [number, number] | null = null;
  private at: number | null = null; // the index that the cursor is at
  private saying = 0;
  private tabling = 0;

  constructor(house: House, options: ChartOptions) {
    this.house = house;
    this.options = { ...options };
    const words = `chart-${++charts}`;
    this.words.id = words;
    this.plot.setAttribute('aria-describedby', words);
    this.data.append(el('summary', {}, 'Numbers'));
    this.data.addEventListener('toggle', () => this.table());
    this.element = el(
      'figure',
      { class: 'chart' },
      el('figcaption', {}, this.name, this.words),
      this.legend,
      el('div', { class: 'stage' }, this.plot, this.points.element, this.whole),
      this.live,
      this.data,
    );
    this.plot.append(this.canvas, this.line, this.chosen, this.dots);
    this.listen();
    this.plot.addEventListener('keydown', (event) => this.key(event));
    this.plot.addEventListener('blur', () => this.point(null));
    new ResizeObserver(() => this.fit()).observe(this.plot);
    onColours(() => this.draw());
    if (options.synced) house.cursor.follow((step) => this.follow(step));
    this.rename();
  }

  set(series: Series[], change: Partial<ChartOptions> = {}): void {
    Object.assign(this.options, change);
    this.series = series;
    this.x = unionOf(series.map((one) => one.x));
    if (this.zoom && !(this.zoom[0] < this.x[this.x.length - 1] && this.zoom[1] > this.x[0])) this.zoom = null;
    const shape = JSON.stringify([this.options, series.map((one) => [one.hue, one.thin, one.name, one.diverged, !!one.low])]);
    if (shape !== this.shape) {
      if (this.shape && JSON.parse(this.shape)[0].x.log !== this.options.x.log) this.zoom = null;
      this.shape = shape;
      this.rename();
    }
    this.draw();
    if (this.data.open && !this.tabling) this.tabling = window.setTimeout(() => this.table(), 250);
  }

  handles(handles: Handle[]): void {
    this.points.set(handles);
  }

  sentence(text: string): void {
    this.words.textContent = text;
  }

  // ---- drawing

  private rename(): void {
    this.name.textContent = this.options.name;
    this.plot.setAttribute('aria-label', this.options.name);
    const named = this.series.filter((one) => !one.thin);
    this.legend.replaceChildren(
      ...named.map((one) => el('li', {}, swatch(one.hue, one.diverged), el('span', {}, one.name), el('output', { 'aria-live': 'off' }))),
    );
  }

  private draw(): void {
    this.width = this.plot.clientWidth;
    this.drawn = null;
    if (this.width === 0) return; // hidden: fit() comes back
    this.range();
    this.canvas.hidden = this.x.length === 0;
    if (!this.canvas.hidden) {
      const sight = { ...this.axes, window: this.window() };
      this.drawn = new Plot(this.canvas, this.series, sight, this.options, this.width, this.height(this.width));
    }
    if (this.at !== null) this.at = this.drawn && Math.min(this.at, this.x.length - 1);
    this.readout();
    this.points.draw();
  }

  private fit(): void {
    if (this.plot.clientWidth !== this.width) this.draw();
  }

  private height(width: number): number {
    return Math.min(this.options.height ?? 320, Math.max(200, 0.75 * width));
  }

  private range(): void {
    const inside = (list: ArrayLike<number>, x: ArrayLike<number>): ArrayLike<number> => {
      if (!this.zoom) return list;
      const from = nearest(x, this.zoom[0]);
      return Array.prototype.slice.call(list, Math.max(0, from), nearest(x, this.zoom[1]) + 1);
    };
    const y = this.series.flatMap((one) => [one.y, one.low, one.high].flatMap((list) => (list ? [inside(list, one.x)] : [])));
    const mark = this.options.mark;
    this.axes = {
      x: axisOver([this.x, mark ? [mark.x] : []], !!this.options.x.log, true),
      y: axisOver(y, !!this.options.y.log, false),
    };
    this.whole.hidden = !this.zoom;
  }

  private window(): [number, number] {
    return this.zoom ? [placed(this.zoom[0], this.axes.x), placed(this.zoom[1], this.axes.x)] : [this.axes.x.least, this.axes.x.most];
  }

  /** A snapshot: a drag that stretches the axis must not run away with it. */
  private place(): Place | null {
    const plot = this.drawn;
    return plot && {
      to: (x, y) => [plot.x.to(x), plot.y.to(y)],
      from: (left, top) => [plot.x.from(left), plot.y.from(top)],
      shows: (at) => at > plot.left - 10 && at < plot.right + 10,
    };
  }

  // ---- the cursor

  /** Points at what another chart points at. */
  private follow(step: number | null): void {
    const at = step === null || this.x.length === 0 ? null : nearest(this.x, step);
    if (at === this.at) return;
    this.at = at;
    this.readout();
  }

  /** Points at an index, as keys and fingers do. */
  private point(at: number | null): void {
    if (at === this.at) return;
    this.at = at;
    this.readout();
    if (this.options.synced) this.house.cursor.set(at === null ? null : this.x[at]);
  }

  private valueAt(one: Series, x: number): number {
    const at = nearest(one.x, x);
    return at < 0 || x < one.x[0] || x > one.x[one.x.length - 1] ? NaN : one.y[at];
  }

  private readout(): void {
    const x = this.at === null ? null : this.x[this.at];
    this.element.classList.toggle('pointed', x !== null);
    const outputs = this.legend.querySelectorAll('output');
    const [plot, dots] = [this.drawn, [] as HTMLElement[]];
    const left = plot && x !== null ? plot.x.to(x) : -1;
    this.line.hidden = !plot || left < plot.left || left > plot.right;
    this.line.style.left = `${left}px`;
    this.series
      .filter((one) => !one.thin)
      .forEach((one, i) => {
        const value = x === null ? NaN : this.valueAt(one, x);
        outputs[i].textContent = x === null ? '' : short(value);
        if (this.line.hidden || !Number.isFinite(value)) return;
        dots.push(el('div', { class: 'dot', style: `left:${left}px;top:${plot!.y.to(value)}px;background:var(--${hueName(one.hue)})` }));
      });
    this.dots.replaceChildren(...dots);
  }

  /** For who does not see the cursor; not for every step of a key held down. */
  private tell(): void {
    clearTimeout(this.saying);
    this.saying = window.setTimeout(() => {
      if (this.at === null) return;
      const x = this.x[this.at];
      const values = this.series.filter((one) => !one.thin).map((one) => `${one.name} ${short(this.valueAt(one, x))}`);
      this.live.textContent = `${this.options.x.label} ${short(x)}: ${values.join(', ')}`;
      if (this.data.open) this.table();
    }, quiet);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || this.x.length === 0) return;
    const last = this.x.length - 1;
    const far = event.shiftKey ? 10 : 1;
    const from = this.zoom ? Math.max(0, nearest(this.x, this.zoom[0])) : 0;
    const to = this.zoom ? nearest(this.x, this.zoom[1]) : last;
    const at = this.at ?? from - 1;
    const moves: Record<string, number> = { ArrowLeft: Math.max(at - far, from), ArrowRight: Math.min(at + far, to), Home: from, End: to };
    const move = moves[event.key];
    if (move !== undefined) this.point(Math.max(move, 0));
    else if (event.key === '+' || event.key === '=') this.magnify(0.5);
    else if (event.key === '-' || event.key === '_') this.magnify(2);
    else if (event.key === 'Escape') {
      this.zoomTo(null);
      this.point(null);
    } else return;
    event.preventDefault();
    this.tell();
  }

  /** By this factor about the cursor, on the axis as it is drawn. */
  private magnify(factor: number): void {
    const log = this.axes.x.log;
    const [forth, back] = log ? [Math.log, Math.exp] : [Number, Number];
    const [from, to] = this.window().map(forth);
    const middle = this.at === null ? (from + to) / 2 : forth(placed(this.x[this.at], this.axes.x));
    const [least, most] = [this.axes.x.least, this.axes.x.most].map(forth);
    const next = [middle + (from - middle) * factor, middle + (to - middle) * factor];
    const whole = next[0] <= least && next[1] >= most;
    this.zoomTo(whole ? null : [back(Math.max(next[0], least)), back(Math.min(next[1], most))]);
  }

  private zoomTo(zoom: [number, number] | null): void {
    if (zoom && !(zoom[1] > zoom[0])) return;
    this.zoom = zoom;
    this.draw();
  }

  /** A mouse hovers, and zooms to what it is dragged over; a finger or a pen scrubs the cursor, and a tap sets it. */
  private listen(): void {
    const { plot, chosen } = this;
    let from: number | null = null; // where a drag began
    const at = (event: PointerEvent) => event.clientX - plot.getBoundingClientRect().left;
    const span = (event: PointerEvent) => [from!, at(event)].map((left) => Math.min(Math.max(left, this.drawn!.left), this.drawn!.right)).sort((a, b) => a - b);
    const move = (event: PointerEvent) => {
      if (!this.drawn || !event.isPrimary) return;
      const { left, right, x } = this.drawn;
      const isOutside = event.pointerType === 'mouse' && from === null && (at(event) < left || at(event) > right);
      this.point(isOutside ? null : nearest(this.x, x.from(Math.min(Math.max(at(event), left), right))));
      if (from === null) return;
      const [begin, end] = span(event);
      chosen.hidden = false;
      chosen.style.left = `${begin}px`;
      chosen.style.width = `${end - begin}px`;
    };
    plot.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'mouse') return move(event);
      if (event.button !== 0 || !this.drawn) return;
      from = at(event);
      plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener('pointermove', move);
    plot.addEventListener('pointerup', (event) => {
      if (from === null || !this.drawn) return;
      const [begin, end] = span(event);
      from = null;
      chosen.hidden = true;
      if (end - begin >= 8) this.zoomTo([this.drawn.x.from(begin), this.drawn.x.from(end)]);
    });
    plot.addEventListener('pointercancel', () => {
      from = null;
      chosen.hidden = true;
    });
    plot.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && this.point(null));
    plot.addEventListener('dblclick', () => this.zoomTo(null));
  }

  // ---- the table

  private table(): void {
    clearTimeout(this.tabling);
    this.tabling = 0;
    this.data.querySelector('.table')?.remove();
    if (!this.data.open) return;
    const count = Math.min(rows, this.x.length);
    const picked = new Set<number>();
    for (let i = 0; i < count; ++i) picked.add(Math.round((i * (this.x.length - 1)) / Math.max(count - 1, 1)));
    if (this.at !== null) picked.add(this.at);
    const named = this.series.filter((one) => !one.thin);
    const indexes = [...picked].sort((a, b) => a - b);
    const table = {
      columns: [this.options.x.label, ...named.map((one) => one.name)].map((title) => ({ title, is_text: false })),
      rows: indexes.map((i) => [short(this.x[i], 6), ...named.map((one) => short(this.valueAt(one, this.x[i]), 6))]),
      notes: [],
    };
    this.data.append(tableElement(table, this.options.name));
  }
}
