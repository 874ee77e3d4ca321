// The paths of an optimizer over a landscape, one a schedule.

import type { Landscape } from 'core-types';
import type { House } from '../contract.ts';
import { Refusal } from '../core/core.ts';

export const mostSteps = 5000;

export interface Descent {
  name: string;
  hue: number; // and its slot in the core
  x: number[]; // before each update, and after the last
  y: number[];
  loss: number[];
  divergedAt: number | null;
  refusal: string; // of the core's, in place of a path
}

export const landscapeOf = ({ list, store }: House): Landscape =>
  list.landscapes.find(({ name }) => name === store.state.landscape) ?? list.landscapes[0];

export const stepsOf = ({ store }: House) => Math.min(store.state.steps, mostSteps);

export const readsMomentum = ({ list, store }: House) =>
  list.optimizers.some(({ name, options }) => name === store.state.rule && options.includes('momentum'));

function descent(house: House, name: string, slot: number): Descent {
  const { rule, momentum, noise, seed, startX, startY } = house.store.state;
  const request = {
    do: 'path',
    landscape: landscapeOf(house).name,
    slot,
    optimizer: readsMomentum(house) ? { rule, momentum } : { rule },
    noise,
    seed,
    start: [startX, startY],
    steps: stepsOf(house),
  };
  const path: Descent = { name, hue: slot, x: [], y: [], loss: [], divergedAt: null, refusal: '' };
  try {
    const { diverged_at: divergedAt } = house.core.ask<{ diverged_at: number | null }>(request);
    const numbers = house.core.numbers(); // x, y and loss of each point in turn
    const every = (first: number) => Array.from({ length: numbers.length / 3 }, (_, i) => numbers[3 * i + first]);
    return { ...path, x: every(0), y: every(1), loss: every(2), divergedAt };
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return { ...path, refusal: problem.message };
  }
}

/** Of the schedules that can be read. */
export const descents = (house: House): Descent[] =>
  house.store.state.schedules.flatMap(({ name }, slot) => (house.reads[slot] ? [descent(house, name, slot)] : []));

const short = (value: number) => String(Number(value.toPrecision(2)));

/** Without the sign of what rounds to zero. */
const place = (value: number) => (Math.round(100 * value) / 100 + 0).toFixed(2);

function endOf({ name, x, y, loss, divergedAt, refusal }: Descent): string {
  if (refusal) return `${name} has no path`;
  if (divergedAt !== null) return `${name} diverges at step ${divergedAt}`;
  const last = loss.length - 1;
  return `${name} ends at (${place(x[last])}, ${place(y[last])}), loss ${short(loss[last])}`;
}

/** One sentence of how all of them end. */
export const summary = (paths: Descent[]) => `${paths.map(endOf).join('; ') || 'No schedule can be read'}.`;

/** Every point, at full precision. */
export const pathRows = (paths: Descent[]): (string | number)[][] => [
  ['name', 'step', 'x', 'y', 'loss'],
  ...paths.flatMap(({ name, x, y, loss }) => x.map((_, i) => [name, i, x[i], y[i], loss[i]])),
];

/** Who came lowest, and where on its way. */
export function lowest(paths: Descent[]): string {
  const ends = paths.flatMap(({ name, loss }) => {
    const at = loss.reduce((best, value, i) => (value < loss[best] ? i : best), 0);
    return loss.length ? [{ name, at, loss: loss[at] }] : [];
  });
  if (!ends.length) return 'There is no path to show.';
  const best = ends.reduce((a, b) => (b.loss < a.loss ? b : a));
  return `The lowest loss is ${short(best.loss)}, of ${best.name} at step ${best.at}.`;
}
