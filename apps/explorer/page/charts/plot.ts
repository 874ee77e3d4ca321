// The canvas of a chart: grid, ticks, bands and lines, and where a value is on it, in CSS pixels.

import type { ChartOptions, Series } from './chart.types.ts';
import { colour, dashOf, faded, hueName } from './look.ts';
import { type Axis, placed } from './rail.ts';
import { linearTicks, logTicks, short } from './ticks.ts';

const [top, right, bottom, labels] = [12, 16, 52, 22]; // around the lines
const size = 12; // of texts

/** What of the axes is shown. */
export interface Sight {
  x: Axis;
  y: Axis;
  window: [number, number]; // of x
}

interface Mapping {
  to(value: number): number;
  from(at: number): number;
}

/** Values to pixels and back; what lies on a rail is 0. */
function mapping(axis: Axis, [least, most]: [number, number], start: number, length: number): Mapping {
  const [forth, back] = axis.log ? [Math.log, Math.exp] : [Number, Number];
  const [low, high] = [forth(least), forth(most)];
  return {
    to: (value) => start + (length * (forth(placed(value, axis)) - low)) / (high - low),
    from: (at) => {
      const value = back(low + ((at - start) / length) * (high - low));
      return axis.rail !== null && value < axis.rail * 1.2 ? 0 : value;
    },
  };
}

function ticks(axis: Axis, [least, most]: [number, number], room: number): number[] {
  if (!axis.log) return linearTicks(least, most, room);
  const lowest = axis.rail === null ? least : Math.max(least, axis.rail * 1.5);
  const above = logTicks(lowest, most, room) ?? linearTicks(lowest, most, room).filter((tick) => tick > 0);
  return axis.rail === null || axis.rail < least ? above : [axis.rail, ...above];
}

const tickText = (value: number, axis: Axis) => (value === axis.rail ? '0' : short(value));

export class Plot {
  readonly left: number;
  readonly right: number;
  readonly x: Mapping;
  readonly y: Mapping;
  private readonly context: CanvasRenderingContext2D;
  private readonly foot: number;

  /** Draws all of it. Crisp: a pixel of the screen is one of the canvas. */
  constructor(canvas: HTMLCanvasElement, series: Series[], sight: Sight, options: ChartOptions, width: number, height: number) {
    const scale = devicePixelRatio;
    const context = (this.context = canvas.getContext('2d')!);
    const heights: [number, number] = [sight.y.least, sight.y.most];
    const rows = ticks(sight.y, heights, height / 45);
    const texts = rows.map((value) => tickText(value, sight.y));
    this.left = labels + 14 + 7 * Math.max(3, ...texts.map((text) => text.length));
    this.right = width - right;
    this.foot = height - bottom;
    this.x = mapping(sight.x, sight.window, this.left, this.right - this.left);
    this.y = mapping(sight.y, heights, this.foot, top - this.foot);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
    context.scale(scale, scale);
    context.font = `${size}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    context.fillStyle = colour('muted');
    context.textAlign = 'right';
    rows.forEach((value, i) => context.fillText(texts[i], this.left - 6, this.y.to(value)));
    context.textAlign = 'center';
    const columns = ticks(sight.x, sight.window, width / 80);
    for (const value of columns) context.fillText(tickText(value, sight.x), this.x.to(value), this.foot + 14);
    context.fillText(options.x.label, (this.left + this.right) / 2, height - labels / 2);
    context.save();
    context.translate(labels / 2, (top + this.foot) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(options.y.label, 0, 0);
    context.restore();
    context.strokeStyle = colour('grid');
    for (const value of rows) this.level(value);
    for (const value of columns) this.upright(value);
    context.strokeStyle = colour('muted');
    if (sight.y.rail !== null) this.level(sight.y.rail, [1, 3]);
    if (sight.x.rail !== null && sight.x.rail >= sight.window[0]) this.upright(sight.x.rail, [1, 3]);
    context.save();
    context.beginPath();
    context.rect(this.left, 0, this.right - this.left, this.foot + 1);
    context.clip();
    for (const one of series) this.band(one);
    for (const one of series) this.line(one);
    context.restore();
    if (options.mark) this.mark(options.mark);
  }

  private stroke(dash: number[], width = 1): void {
    this.context.setLineDash(dash);
    this.context.lineWidth = width;
    this.context.stroke();
  }

  private level(value: number, dash: number[] = []): void {
    const at = Math.round(this.y.to(value)) + 0.5;
    this.context.beginPath();
    this.context.moveTo(this.left, at);
    this.context.lineTo(this.right, at);
    this.stroke(dash);
  }

  private upright(value: number, dash: number[] = []): void {
    const at = Math.round(this.x.to(value)) + 0.5;
    this.context.beginPath();
    this.context.moveTo(at, top);
    this.context.lineTo(at, this.foot);
    this.stroke(dash);
  }

  private band({ x, low, high, hue }: Series): void {
    if (!low || !high) return;
    this.context.beginPath();
    for (let i = 0; i < x.length; ++i) this.context.lineTo(this.x.to(x[i]), this.y.to(high[i]));
    for (let i = x.length; i-- > 0; ) this.context.lineTo(this.x.to(x[i]), this.y.to(low[i]));
    this.context.fillStyle = faded(colour(hueName(hue)), 0.18);
    this.context.fill();
  }

  private line(one: Series): void {
    const { context } = this;
    const hue = colour(hueName(one.hue));
    context.strokeStyle = context.fillStyle = one.thin ? faded(hue, 0.4) : hue;
    context.lineJoin = 'round';
    context.beginPath();
    this.trace(one.x, one.y);
    if (one.thin) this.stroke([]);
    else this.stroke(dashOf(one.hue), 2);
    let last = one.x.length - 1;
    while (last >= 0 && !Number.isFinite(one.y[last])) --last;
    if (last < 0) return;
    const [left, height] = [this.x.to(one.x[last]), this.y.to(one.y[last])];
    context.beginPath();
    if (one.x.length === 1) context.arc(left, height, 4, 0, 2 * Math.PI);
    context.fill();
    if (!one.diverged) return;
    context.beginPath();
    for (const turn of [-6, 6]) {
      context.moveTo(left - 6, height - turn);
      context.lineTo(left + 6, height + turn);
    }
    this.stroke([], 2.5);
  }

  /** Through the finite values; of many on one column of pixels the lowest, the highest and the last. */
  private trace(x: ArrayLike<number>, y: ArrayLike<number>): void {
    const isDense = x.length > 2 * (this.right - this.left);
    let [pen, column, low, high, last] = [false, NaN, 0, 0, 0];
    const flush = () => {
      if (pen && isDense) for (const at of [low, high, last]) this.context.lineTo(column, at);
    };
    for (let i = 0; i < x.length; ++i) {
      if (!Number.isFinite(y[i])) {
        flush();
        pen = false;
        continue;
      }
      const [left, height] = [this.x.to(x[i]), this.y.to(y[i])];
      const at = isDense ? Math.round(left) : left;
      if (pen && at === column) {
        [low, high, last] = [Math.min(low, height), Math.max(high, height), height];
        continue;
      }
      flush();
      if (pen) this.context.lineTo(at, height);
      else this.context.moveTo(at, height);
      [pen, column, low, high, last] = [true, at, height, height, height];
    }
    flush();
  }

  private mark({ x, label }: { x: number; label: string }): void {
    const { context } = this;
    const at = this.x.to(x);
    if (at < this.left || at > this.right) return; // zoomed away
    context.strokeStyle = context.fillStyle = colour('text');
    this.upright(x, [4, 3]);
    const isRight = at > (this.left + this.right) / 2;
    context.textAlign = isRight ? 'right' : 'left';
    context.fillText(label, at + (isRight ? -6 : 6), top + 10);
  }
}
