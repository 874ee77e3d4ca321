// The trials of a training: each schedule with each seed, and what they have given so far.

import type { House } from '../contract.ts';
import type { Outcome } from '../core/messages.ts';
import type { Series } from '../charts/chart.types.ts';

export const mostUpdates = 200_000; // of all trials together: minutes, not hours

export interface Trial {
  seed: number;
  losses: number[]; // before update 0, 1, ...; the last is not finite where it diverged
  outcome: Outcome | null; // null: not at its end
}

/** A schedule and its trials, one a seed. */
export interface Arm {
  name: string;
  text: string;
  hue: number;
  lr: ArrayLike<number>;
  trials: Trial[];
}

/** All that the result depends on: where it is another, the result is stale. */
export function keyOf(house: House): string {
  const { schedules, steps, seed, seeds, task, backward } = house.store.state;
  return JSON.stringify({ schedules, steps, seed, seeds, task, backward });
}

export const seedsOf = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

/** One arm for each schedule that could be read. */
export function armsOf(house: House): Arm[] {
  const { schedules, steps, seed, seeds } = house.store.state;
  const every = Float64Array.from({ length: steps }, (_, step) => step);
  return schedules.flatMap(({ name, text }, hue) => {
    if (!house.reads[hue]) return [];
    const trials = seedsOf(seed, seeds).map((each) => ({ seed: each, losses: [], outcome: null }));
    return [{ name, text, hue, lr: house.core.curve(hue, 0, every) ?? [], trials }];
  });
}

export const hasDiverged = ({ losses }: Trial) => losses.length > 0 && !Number.isFinite(losses[losses.length - 1]);

function median(sorted: number[]): number {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** At each step the median of the trials that are finite there, and around it their range. */
export function seriesOf({ name, hue, trials }: Arm): Series {
  const length = Math.max(...trials.map(({ losses }) => losses.length));
  const [x, y, low, high]: number[][] = [[], [], [], []];
  for (let step = 0; step < length; ++step) {
    const there = trials.map(({ losses }) => losses[step]).filter(Number.isFinite).sort((a, b) => a - b);
    if (!there.length) continue;
    x.push(step);
    y.push(median(there));
    low.push(there[0]);
    high.push(there[there.length - 1]);
  }
  const band = trials.length > 1 ? { low, high } : {};
  return { name, hue, x, y, ...band, diverged: trials.some(hasDiverged) };
}

export const lossLabel = (arms: Arm[]) => ((arms[0]?.trials.length ?? 0) > 1 ? 'loss (median, range)' : 'loss');

/** Every loss, at full precision. */
export function lossRows(arms: Arm[]): (string | number)[][] {
  const rows: (string | number)[][] = [['name', 'schedule', 'seed', 'step', 'lr', 'loss']];
  for (const { name, text, lr, trials } of arms)
    for (const { seed, losses } of trials)
      losses.forEach((loss, step) => rows.push([name, text, seed, step, lr[step], loss]));
  return rows;
}
