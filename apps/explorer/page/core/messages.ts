// What the page and its workers say to each other. The first message to a worker is the compiled core itself.

import type { Arm, Compared, Comparison, Fitted as FittedFacts, ForecastCurve, Foretold as ForetoldFacts, LossLog, Pair, RangeStudy, Table } from 'core-types';

export interface TrainRequest {
  do: 'train';
  task: Record<string, string>;
  plan: string;
  steps: number;
  seed: number;
  backward: string;
  peak?: number; // to which the plan is scaled
  regions: boolean; // whether its decision regions are wanted on the way
}

export interface TuneRequest {
  do: 'tune';
  task: Record<string, string>;
  steps: number;
  seeds: number[];
  backward: string;
  arms: { name: string; text: string }[];
}

export interface RangeRequest {
  do: 'range';
  task: Record<string, string>;
  from: number;
  to: number;
  steps: number;
  seeds: number[];
  shape: string;
  rule: string;
  backward: string;
}

export interface LogRequest {
  do: 'log';
  file: File;
  loss: string; // its name, where a log has several
}

/** A log, and what its run ran with, where that is known; without `steps` as long as the schedule or the log. */
export type KnownLog = LossLog & { schedule?: { text: string; steps: number | null; branch_step?: number | null } };

export interface FitRequest {
  do: 'fit';
  logs: KnownLog[];
  warmup?: number;
}

export interface PredictRequest {
  do: 'predict';
  forecast: FittedFacts['forecast'];
  steps: number;
  schedules: { name: string; text: string }[];
  logs: KnownLog[]; // of runs that were not fitted
  warmup?: number;
  is_forced: boolean; // peaks of which the logs say nothing are told, too
}

export interface Sweep {
  seed: number;
  lr: number[];
  loss: (number | null)[];
}

/** `etude range --json`: what the study states, and its curves. */
export interface RangeReport extends RangeStudy {
  curve: { lr: number[]; mean: (number | null)[]; low: (number | null)[]; high: (number | null)[] };
  sweeps: Sweep[];
}

export interface RangeDone {
  range: RangeReport;
  table: Table;
  rules: Table;
}

/** `etude compare --json`: what the comparison states, its arms and its pairs. */
export interface Told extends Omit<Compared, 'comparison'> {
  comparison: Comparison & { arms: Arm[]; pairs: Pair[] };
}

/** What is told of a run or a schedule, with its points. */
export interface ToldCurve extends ForecastCurve {
  step: number[];
  loss: number[];
  half_widths: number[];
  measured?: (number | null)[];
}

/** `etude forecast fit --json`, and `predict`, `rank` and `score` in one. */
export type Fitted = Omit<FittedFacts, 'curves'> & { curves: ToldCurve[] };
export type Foretold = Omit<ForetoldFacts, 'curves' | 'tested_curves'> & { curves: ToldCurve[]; tested_curves: ToldCurve[] };

/** `core.h`'s "outcome", which goes back to the core as it came. */
export type Outcome = Record<string, unknown>;

export type Request = TrainRequest | TuneRequest | RangeRequest | LogRequest | FitRequest | PredictRequest;
export type Order = { id: number; request: Request };

export type Report =
  | { kind: 'losses'; from: number; losses: Float64Array } // those since the last such report
  | { kind: 'regions'; cells: Uint8Array; right: number }
  | { kind: 'trained'; outcome: Outcome }
  | { kind: 'tuning'; trials: number } // done so far
  | { kind: 'tuned'; told: Told }
  | { kind: 'sweeps'; sweeps: Sweep[] }
  | ({ kind: 'swept' } & RangeDone)
  | { kind: 'read'; logs: LossLog[] }
  | { kind: 'fitted'; fitted: Fitted }
  | { kind: 'told'; told: Foretold }
  | { kind: 'refused'; message: string };
export type Answered = { id: number; report: Report };

/** Cells of a side of the decision regions, and half the side of the square that they show. */
export const regionCells = 60;
export const regionSize = 1.3;
