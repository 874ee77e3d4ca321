// What the parts of the page know of each other. What the core replies is not here: the build writes core-types, off the
// statements in C++.

import type { CoreList, Reading } from 'core-types';
import type { Core, Refusal } from './core/core.ts';
import type { Told } from './core/messages.ts';

/** A schedule as the page holds it: its place is its slot in the core, its colour and its dash. */
export interface Entry {
  name: string; // what tables and charts call it
  text: string; // as it was typed: etude's notation, a dialect's line or recipe:NAME
}

export type ViewName = 'schedule' | 'path' | 'training' | 'range' | 'logs';

/** Everything that a link holds. */
export interface State {
  view: ViewName;
  schedules: Entry[]; // 1 to 8
  chosen: number; // the schedule that is edited
  steps: number;
  seed: number; // the first of the seeds
  seeds: number; // how many
  logX: boolean;
  logY: boolean;
  backward: 'corrected' | 'as-written';
  tune: boolean; // each schedule is trained at its own peak
  task: Record<string, string>; // fields of the task that differ from its defaults: "hidden" -> "32,32"
  landscape: string;
  rule: string; // the optimizer of the path
  momentum: number;
  noise: number;
  startX: number;
  startY: number;
  rangeFrom: number;
  rangeTo: number;
  rangeSteps: number;
  rangeSeeds: number;
  rangeShape: 'exponential' | 'linear';
  rangeRule: string;
  embed: boolean;
  show: ViewName[]; // the views that there are; embedded pages may show fewer
  stop: number; // of the guided path; 0: not on it
}

/** The state, and the one way to change it. */
export interface Store {
  readonly state: Readonly<State>;
  /** `commit`: a step that Back returns to; otherwise (while dragging) the link follows without one. */
  change(part: Partial<State>, commit: boolean): void;
}

export interface View {
  readonly name: ViewName;
  readonly title: string;
  /** Called once, when the view is first shown. */
  build(host: HTMLElement): void;
  /** Called whenever the state has changed while the view is shown, and each time that it is shown. */
  update(): void;
  /** Called when another view is shown, or the tab is hidden: stop what runs. */
  leave?(): void;
  /** Takes files that were dropped anywhere on the page. */
  take?(files: FileList): void;
}

/** What views are given. */
export interface House {
  core: Core; // of the main thread
  module: WebAssembly.Module; // for workers
  store: Store;
  reads: (Reading | null)[]; // of the schedules; null where a text is refused
  refusals: (Refusal | null)[]; // why
  list: CoreList;
  /** What trainings have found, by the key of the state that was trained (keyOf). */
  findings: Map<string, Told>;
  /** Tells the page of one. */
  found(key: string, told: Told): void;
  /** Says something to who listens, politely; `seen`: and for a moment to who looks, where nothing else shows it. */
  say(text: string, seen?: boolean): void;
  /** The step that all charts over steps point at; null: none. Charts with `synced` follow it by themselves. */
  cursor: { get(): number | null; set(step: number | null): void; follow(told: (step: number | null) => void): void };
}
