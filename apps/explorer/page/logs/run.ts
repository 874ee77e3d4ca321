// A run of a log, and its curves.

import type { LossLog } from 'core-types';
import type { Series } from '../charts/chart.types.ts';

export interface Run {
  log: LossLog;
  isFitted: boolean; // it is one of those that a forecast is made of
  schedule: Ran | null; // which it ran with; null: the rates as they were logged
}

/** What a run ran with; `steps` as KnownLog has it. */
export interface Ran {
  name: string;
  text: string;
  steps: number | null;
  branch_step?: number | null;
}

export const isKnown = ({ log, schedule }: Run) => schedule !== null || log.rates.length > 0;

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

/** Schedules of this peak, and of the warm-up and length of these runs. */
export function schedulesLike(runs: Run[], peak: number): { steps: number; schedules: { name: string; text: string }[] } {
  const steps = Math.max(...runs.map(({ log, schedule }) => schedule?.steps || log.steps[log.steps.length - 1] + 1));
  const { rates, rate_steps: at } = runs.map(({ log }) => log).find((log) => log.rates.length) ?? { rates: [0], rate_steps: [0] };
  const top = at[rates.indexOf(Math.max(...rates))];
  const warmup = top < steps / 4 ? top : 0;
  const [high, low] = [peak, peak / 10].map((rate) => Number(rate.toPrecision(9)));
  const cosine = `warmup(to=${high}, steps=${warmup}) then cosine(from=${high}, to=${low}, steps=rest)`;
  const wsd = `wsd(peak=${high}, steps=${steps}, warmup=${warmup}, decay=20%)`;
  return { steps, schedules: [{ name: 'cosine', text: cosine }, { name: 'wsd', text: wsd }] };
}
