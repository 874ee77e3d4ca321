// The trials of a training: each schedule with each seed, and what they have given so far.

import type { House } from '../contract.ts';
import type { Outcome, Told } from '../core/messages.ts';
import type { Series } from '../charts/chart.types.ts';
import { short } from '../charts/ticks.ts';

export const mostUpdates = 200_000; // of all trials together: minutes, not hours

export interface Trial {
  seed: number;
  losses: number[]; // before update 0, 1, ...; the last is not finite where it diverged
  outcome: Outcome | null; // null: not at its end
}

/** A schedule and its trials, one a seed. */
export interface Arm {
  name: string;
  text: string; // as it was typed
  schedule: string; // as it is trained: the same, or scaled to a peak
  peak?: number; // that was looked for
  hue: number;
  lr: ArrayLike<number>;
  trials: Trial[];
}

export const seedsOf = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

/** One arm for each schedule that could be read. */
export function armsOf(house: House): Arm[] {
  const { schedules, steps, seed, seeds } = house.store.state;
  const every = Float64Array.from({ length: steps }, (_, step) => step);
  return schedules.flatMap(({ name, text }, hue) => {
    if (!house.reads[hue]) return [];
    const trials = seedsOf(seed, seeds).map((each) => ({ seed: each, losses: [], outcome: null }));
    return [{ name, text, schedule: text, hue, lr: house.core.curve(hue, 0, every) ?? [], trials }];
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

/** What the tuning found of the schedules: controls stand beside them in the tables alone. */
const ofSchedules = ({ comparison }: Told) => comparison.arms.filter((arm) => arm.control_of === undefined);

/** The arms at the peaks that were found. */
export function tuned(arms: Arm[], told: Told): Arm[] {
  return ofSchedules(told).map(({ schedule, peak }, place) => {
    const arm = arms[place];
    const by = (peak ?? NaN) / Math.max(...Array.from(arm.lr));
    return { ...arm, peak: peak ?? undefined, schedule, lr: Array.from(arm.lr, (rate) => rate * by) };
  });
}

/** Of each schedule the losses that decided over its peak. */
export function peakSeries(told: Told, arms: Arm[]): Series[] {
  return ofSchedules(told).map(({ name, tuning = [] }, place) => ({
    name,
    hue: arms[place].hue,
    x: tuning.map(({ peak }) => peak),
    y: tuning.map(({ loss }) => loss ?? NaN),
  }));
}

export function peakWords(told: Told): string {
  const each = ofSchedules(told).map(({ name, peak }) => `${name} is trained at ${short(peak)}`);
  return `${each.join(', ')}.`;
}

/** How many updates the training does at least: tuning takes some 30 trials of a schedule, and its control. */
export function updatesOf({ store, reads }: House): number {
  const { tune, seeds, steps } = store.state;
  return reads.filter(Boolean).length * steps * (tune ? 30 + 3 * seeds : seeds);
}

export const lossLabel = (arms: Arm[]) => ((arms[0]?.trials.length ?? 0) > 1 ? 'loss (median, range)' : 'loss');

/** Every loss, at full precision. */
export function lossRows(arms: Arm[]): (string | number)[][] {
  const rows: (string | number)[][] = [['name', 'schedule', 'seed', 'step', 'lr', 'loss']];
  for (const { name, schedule, lr, trials } of arms)
    for (const { seed, losses } of trials)
      losses.forEach((loss, step) => rows.push([name, schedule, seed, step, lr[step], loss]));
  return rows;
}
