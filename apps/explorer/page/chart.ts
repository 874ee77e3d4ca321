// A chart with all that uPlot, which only this file knows, leaves to others: zeros on a logarithmic axis, keys, fingers,
// a cursor that charts share, words for screen readers, colours for the dark.

import uPlot from 'uplot';
import type { ChartLike, ChartOptions, Handle, Series } from './chart.types.ts';
import type { House } from './contract.ts';
import { button, el } from './dom.ts';
import { Handles, type Place } from './handles.ts';
import { colour, dashOf, faded, hueName, onColours, swatch } from './look.ts';
import { type Axis, axisOver, placed } from './rail.ts';
import { tableElement } from './table.ts';
import { linearTicks, logTicks, short } from './ticks.ts';
import { nearest, spread, unionOf } from './union.ts';

const rows = 12; // of the data table
const font = '12px system-ui, sans-serif';
let charts = 0;

const quiet = 400; // milliseconds without a key before the cursor's values are said

export class Chart implements ChartLike {
  readonly element: HTMLElement;
  private readonly options: ChartOptions;
  private readonly house: House;
  private readonly name = el('span', { class: 'name' });
  private readonly words = el('span', { class: 'sentence' });
  private readonly legend = el('ul', { class: 'legend' });
  private readonly plot = el('div', { class: 'plot', tabindex: '0', role: 'application', 'aria-roledescription': 'chart' });
  private readonly points = new Handles(() => this.place());
  private readonly live = el('p', { class: 'unseen', 'aria-live': 'polite' });
  private readonly data = el('details', { class: 'data' });
  private readonly whole = button('Whole range', () => this.zoomTo(null), { class: 'whole', hidden: true });

  private drawn: uPlot | null = null;
  private shape = ''; // of what uPlot was built for; where it is the same, new numbers are enough
  private series: Series[] = [];
  private x: number[] = [];
  private axes: { x: Axis; y: Axis } = { x: axisOver([], false, true), y: axisOver([], false, false) };
  private zoom: [number, number] | null = null;
  private at: number | null = null; // the index that the cursor is at
  private following = false;
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
    this.plot.addEventListener('keydown', (event) => this.key(event));
    this.plot.addEventListener('blur', () => this.point(null));
    new ResizeObserver(() => this.fit()).observe(this.plot);
    onColours(() => this.rebuild());
    if (options.synced) house.cursor.follow((step) => this.follow(step));
    this.rename();
  }

  set(series: Series[], change: Partial<ChartOptions> = {}): void {
    Object.assign(this.options, change);
    this.series = series;
    this.x = unionOf(series.map((one) => one.x));
    if (this.zoom && !(this.zoom[0] < this.x[this.x.length - 1] && this.zoom[1] > this.x[0])) this.zoom = null;
    const shape = JSON.stringify([this.options, series.map((one) => [one.hue, one.thin, one.name, one.diverged, !!one.low])]);
    if (shape === this.shape && this.drawn) this.redraw();
    else {
      if (this.shape && JSON.parse(this.shape)[0].x.log !== this.options.x.log) this.zoom = null;
      this.shape = shape;
      this.rename();
      this.rebuild();
    }
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

  private rebuild(): void {
    this.drawn?.destroy();
    this.drawn = null;
    const width = this.plot.clientWidth;
    if (width === 0 || this.x.length === 0) return; // hidden or empty; fit() or set() comes back
    this.range();
    const of = this.config(width);
    this.drawn = new uPlot(of, this.columns(), this.plot);
    this.listen(this.drawn.over);
  }

  private redraw(): void {
    if (!this.drawn) return;
    this.range();
    const drawnLog = (of: 'x' | 'y') => this.drawn!.scales[of].distr === 3;
    if (drawnLog('x') !== this.axes.x.log || drawnLog('y') !== this.axes.y.log) return this.rebuild();
    const at = this.at === null ? null : this.x[Math.min(this.at, this.x.length - 1)];
    this.drawn.setData(this.columns());
    if (at !== null && at !== undefined) this.moveTo(at);
  }

  private fit(): void {
    if (!this.drawn) return this.rebuild();
    const width = this.plot.clientWidth;
    if (width > 0 && width !== this.drawn.width) this.drawn.setSize({ width, height: this.height(width) });
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

  private columns(): uPlot.AlignedData {
    const { x, y } = this.axes;
    const up = (value: number) => placed(value, y);
    const column = (one: Series, list: ArrayLike<number>) => spread(this.x, one.x, list, up);
    const columns = this.series.flatMap((one) => [
      column(one, one.y),
      ...(one.low && one.high ? [column(one, one.low), column(one, one.high)] : []),
    ]);
    return [this.x.map((value) => placed(value, x)), ...columns] as uPlot.AlignedData;
  }

  private window(): [number, number] {
    return this.zoom ? [placed(this.zoom[0], this.axes.x), placed(this.zoom[1], this.axes.x)] : [this.axes.x.least, this.axes.x.most];
  }

  private config(width: number): uPlot.Options {
    const bands: uPlot.Band[] = [];
    const lines: uPlot.Series[] = [{}];
    for (const one of this.series) {
      lines.push(this.line(one));
      if (!one.low || !one.high) continue;
      const edge = { stroke: 'transparent', width: 0, points: { show: false } };
      bands.push({ series: [lines.length + 1, lines.length], fill: faded(colour(hueName(one.hue)), 0.18) });
      lines.push(edge, edge);
    }
    const hovered = lines.map((line) => line.label !== undefined);
    return {
      width,
      height: this.height(width),
      series: lines,
      bands,
      legend: { show: false },
      scales: {
        x: { time: false, distr: this.axes.x.log ? 3 : 1, range: () => this.window() },
        y: { distr: this.axes.y.log ? 3 : 1, range: () => [this.axes.y.least, this.axes.y.most] },
      },
      axes: [this.axis('x'), this.axis('y')],
      padding: [12, 16, 0, 0],
      cursor: {
        y: false,
        points: { size: 8, show: (u, i) => (hovered[i] ? uPlotPoint(u, i) : (false as unknown as HTMLElement)) },
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => (this.zoomTo(null), null) },
      },
      hooks: {
        setCursor: [(u) => this.hover(u)],
        setSelect: [(u) => this.selected(u)],
        draw: [(u) => this.over(u)],
      },
    };
  }

  private line(one: Series): uPlot.Series {
    const of = colour(hueName(one.hue));
    const alone = one.x.length === 1;
    return {
      ...(one.thin ? {} : { label: one.name }),
      stroke: one.thin ? faded(of, 0.4) : of,
      width: one.thin ? 1 : 2,
      dash: one.thin ? [] : dashOf(one.hue),
      points: { show: alone },
    };
  }

  private axis(of: 'x' | 'y'): uPlot.Axis {
    const text = colour('muted');
    const ticks = (least: number, most: number, room: number) => {
      const axis = this.axes[of];
      if (!axis.log) return linearTicks(least, most, room);
      const lowest = axis.rail === null ? least : Math.max(least, axis.rail * 1.5);
      const above = logTicks(lowest, most, room) ?? linearTicks(lowest, most, room).filter((tick) => tick > 0);
      return axis.rail === null ? above : [axis.rail, ...above];
    };
    return {
      label: this.options[of].label,
      labelSize: 22,
      labelFont: font,
      labelGap: 0,
      font,
      stroke: text,
      gap: 6,
      ...(of === 'y' ? { size: (_u: uPlot, values: string[] | null) => yWidth(values) } : { size: 30 }),
      grid: { stroke: colour('grid'), width: 1 },
      ticks: { show: false },
      splits: (u, _axis, least, most) => ticks(least, most, (of === 'x' ? u.width : u.height) / (of === 'x' ? 80 : 45)),
      filter: (_u, splits) => splits,
      values: (_u, splits) => splits.map((value) => (value === this.axes[of].rail ? '0' : short(value))),
    };
  }

  /** What uPlot does not draw: rails, a mark, crosses where runs diverged. */
  private over(u: uPlot): void {
    const { ctx, bbox } = u;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.lineWidth = scale;
    ctx.strokeStyle = colour('muted');
    const rule = (from: [number, number], to: [number, number], dash: number[]) => {
      ctx.setLineDash(dash.map((length) => length * scale));
      ctx.beginPath();
      ctx.moveTo(...from);
      ctx.lineTo(...to);
      ctx.stroke();
    };
    const { x, y } = this.axes;
    if (y.rail !== null) {
      const top = u.valToPos(y.rail, 'y', true);
      rule([bbox.left, top], [bbox.left + bbox.width, top], [1, 3]);
    }
    if (x.rail !== null && !this.zoom) {
      const left = u.valToPos(x.rail, 'x', true);
      rule([left, bbox.top], [left, bbox.top + bbox.height], [1, 3]);
    }
    const mark = this.options.mark;
    if (mark) {
      const left = u.valToPos(placed(mark.x, x), 'x', true);
      ctx.strokeStyle = ctx.fillStyle = colour('text');
      rule([left, bbox.top], [left, bbox.top + bbox.height], [4, 3]);
      ctx.font = font.replace('12', String(12 * scale));
      ctx.textAlign = left > bbox.left + bbox.width / 2 ? 'right' : 'left';
      ctx.fillText(mark.label, left + (ctx.textAlign === 'left' ? 6 : -6) * scale, bbox.top + 14 * scale);
    }
    for (const one of this.series) if (one.diverged) this.cross(u, one);
    ctx.restore();
    this.points.draw();
  }

  private cross(u: uPlot, one: Series): void {
    let last = one.x.length - 1;
    while (last >= 0 && !Number.isFinite(one.y[last])) --last;
    if (last < 0) return;
    const left = u.valToPos(placed(one.x[last], this.axes.x), 'x', true);
    const top = u.valToPos(placed(one.y[last], this.axes.y), 'y', true);
    const size = 6 * devicePixelRatio;
    u.ctx.setLineDash([]);
    u.ctx.lineWidth = 2.5 * devicePixelRatio;
    u.ctx.strokeStyle = colour(hueName(one.hue));
    u.ctx.beginPath();
    u.ctx.moveTo(left - size, top - size);
    u.ctx.lineTo(left + size, top + size);
    u.ctx.moveTo(left + size, top - size);
    u.ctx.lineTo(left - size, top + size);
    u.ctx.stroke();
  }

  /** A snapshot: a drag that stretches the axis must not run away with it. */
  private place(): Place | null {
    const u = this.drawn;
    if (!u) return null;
    const left = u.bbox.left / devicePixelRatio;
    const top = u.bbox.top / devicePixelRatio;
    const across = mapping(u.scales.x, this.axes.x, left, u.bbox.width / devicePixelRatio);
    const down = mapping(u.scales.y, this.axes.y, top + u.bbox.height / devicePixelRatio, -u.bbox.height / devicePixelRatio);
    return {
      to: (x, y) => [across.to(x), down.to(y)],
      from: (x, y) => [across.from(x), down.from(y)],
      shows: (at) => at > left - 10 && at < left + u.bbox.width / devicePixelRatio + 10,
    };
  }

  // ---- the cursor

  private hover(u: uPlot): void {
    if (this.following) return;
    const inside = (u.cursor.left ?? -1) >= 0;
    const at = inside ? u.cursor.idx ?? null : null;
    if (at === this.at) return;
    this.at = at;
    this.readout();
    if (this.options.synced) this.house.cursor.set(at === null ? null : this.x[at]);
  }

  /** Points at what another chart points at. */
  private follow(step: number | null): void {
    const at = step === null || this.x.length === 0 ? null : nearest(this.x, step);
    if (at === this.at) return;
    this.at = at;
    this.moveTo(step);
    this.readout();
  }

  private moveTo(x: number | null): void {
    const u = this.drawn;
    if (!u) return;
    this.following = true;
    u.setCursor({ left: x === null ? -10 : u.valToPos(placed(x, this.axes.x), 'x'), top: x === null ? -10 : 0 });
    this.following = false;
  }

  /** Points at an index, as keys and fingers do. */
  private point(at: number | null): void {
    if (at === this.at) return;
    this.at = at;
    this.moveTo(at === null ? null : this.x[at]);
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
    this.series
      .filter((one) => !one.thin)
      .forEach((one, i) => (outputs[i].textContent = x === null ? '' : short(this.valueAt(one, x))));
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

  private selected(u: uPlot): void {
    if (u.select.width < 8) return;
    const value = (left: number) => u.posToVal(left, 'x');
    const [from, to] = [value(u.select.left), value(u.select.left + u.select.width)];
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.zoomTo([from, to]);
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
    this.redraw();
  }

  /** uPlot hears the mouse; this is for fingers and pens: a scrub moves the cursor, a tap sets it. */
  private listen(over: HTMLElement): void {
    const scrub = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' || !this.drawn || !event.isPrimary) return;
      const left = event.clientX - over.getBoundingClientRect().left;
      const value = this.drawn.posToVal(Math.min(Math.max(left, 0), over.clientWidth), 'x');
      const rail = this.axes.x.rail;
      this.point(rail !== null && value < rail * 1.2 ? 0 : nearest(this.x, value));
    };
    over.addEventListener('pointerdown', scrub);
    over.addEventListener('pointermove', scrub);
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

function yWidth(values: string[] | null): number {
  return 14 + 7 * Math.max(3, ...(values ?? []).map((text) => text?.length ?? 0));
}

/** The dot on a line beneath the cursor. */
function uPlotPoint(u: uPlot, i: number): HTMLElement {
  const dot = el('div', { class: 'u-cursor-pt' });
  const stroke = u.series[i].stroke;
  dot.style.background = typeof stroke === 'function' ? String(stroke(u, i)) : String(stroke);
  dot.style.width = dot.style.height = '8px';
  dot.style.marginLeft = dot.style.marginTop = '-4px';
  return dot;
}

/** Values to pixels and back, by the scale as it is now. */
function mapping(scale: uPlot.Scale, axis: Axis, from: number, length: number) {
  const [forth, back] = scale.distr === 3 ? [Math.log, Math.exp] : [Number, Number];
  const [least, most] = [forth(scale.min ?? 0), forth(scale.max ?? 1)];
  return {
    to: (value: number) => from + (length * (forth(placed(value, axis)) - least)) / (most - least),
    from: (at: number) => {
      const value = back(least + ((at - from) / length) * (most - least));
      return axis.rail !== null && value < axis.rail * 1.2 ? 0 : value;
    },
  };
}
