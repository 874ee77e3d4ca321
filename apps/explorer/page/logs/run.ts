// A run of a log, and its curves.

import type { LossLog } from 'core-types';
import type { Series } from '../charts/chart.types.ts';

export interface Run {
  log: LossLog;
  isFitted: boolean; // it is one of those that a forecast is made of
}

/** What JSON has no word for is null there: nan and inf. */
export const numbers = (values: (number | null)[]) => values.map((value) => value ?? NaN);

export function lossesOf({ run, steps, losses }: LossLog, hue: number): Series {
  const y = numbers(losses);
  return { name: run, x: steps, y, hue, diverged: Number.isNaN(y[y.length - 1]) };
}

/** At the steps of its losses: the log keeps only the corners of its rates. */
export function ratesOf({ run, steps, rate_steps: at, rates }: LossLog, hue: number): Series {
  let i = 0;
  const y = steps.map((step) => {
    while (i + 1 < at.length && at[i + 1] <= step) ++i;
    const share = i + 1 < at.length ? Math.max(0, (step - at[i]) / (at[i + 1] - at[i])) : 0;
    return share === 0 ? rates[i] : (1 - share) * rates[i] + share * rates[i + 1];
  });
  return { name: run, x: steps, y, hue };
}

/** Schedules of the same peak, warm-up and length as these runs. */
export function schedulesLike(runs: Run[]): { steps: number; schedules: { name: string; text: string }[] } {
  const steps = Math.max(...runs.map(({ log }) => log.steps[log.steps.length - 1] + 1));
  const rates = runs.map(({ log }) => log).find((log) => log.rates.length)!;
  const peak = Math.max(...rates.rates);
  const warmup = rates.rate_steps[rates.rates.indexOf(peak)];
  const climb = warmup < steps / 4 ? warmup : 0;
  const cosine = `warmup(to=${peak}, steps=${climb}) then cosine(from=${peak}, to=${Number((peak / 10).toPrecision(6))}, steps=rest)`;
  const wsd = `wsd(peak=${peak}, steps=${steps}, warmup=${climb}, decay=20%)`;
  return { steps, schedules: [{ name: 'cosine', text: cosine }, { name: 'wsd', text: wsd }] };
}
