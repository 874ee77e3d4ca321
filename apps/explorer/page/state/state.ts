// The state of the page, and its link: a hash of version 1, "#v=1&steps=300&s=cosine:cosine(...)".

import type { CoreList } from 'core-types';
import type { State, Store } from '../contract.ts';
import { stops } from '../story/stops.ts';
import { fields, stopField, views } from './fields.ts';

const version = '1';
const pause = 100; // milliseconds between two changes of the link while something is dragged
const burst = 1000; // milliseconds between two commits of one control that are one step of Back

function defaults(list: CoreList): State {
  const landscape = list.landscapes.find((one) => one.name === 'ravine') ?? list.landscapes[0];
  return {
    view: 'schedule',
    schedules: [
      { name: 'warmup cosine', text: 'warmup(to=0.08, steps=30) then cosine(from=0.08, to=1e-4, steps=270)' },
      { name: 'cosine', text: 'cosine(from=0.05, to=1e-4, steps=300)' },
      { name: 'constant', text: 'constant(value=0.05)' },
    ],
    chosen: 0,
    steps: 300,
    seed: 0,
    seeds: 3,
    logX: false,
    logY: false,
    backward: 'corrected',
    tune: false,
    task: {},
    landscape: landscape.name,
    rule: 'sgd',
    momentum: 0.9,
    noise: 0,
    startX: landscape.start[0],
    startY: landscape.start[1],
    rangeFrom: 1e-6,
    rangeTo: 10,
    rangeSteps: 100,
    rangeSeeds: 5,
    rangeShape: 'exponential',
    rangeRule: list.rules[0].name,
    embed: false,
    show: views,
    stop: 0,
  };
}

/** The state of a stop of the guided path; of none, the page as it is without a link's fields. */
export const stateAt = (list: CoreList, stop: number): State => ({ ...defaults(list), ...stops[stop - 1]?.state, stop });

/** All that a training depends on: where it is another, a result is stale. */
export function keyOf({ schedules, steps, seed, seeds, task, backward, tune }: State): string {
  return JSON.stringify({ schedules, steps, seed, seeds, task, backward, tune });
}

/** Whether the page is at a stop, with what that stop trains. */
export const stands = (state: State, list: CoreList) => state.stop > 0 && keyOf(state) === keyOf(stateAt(list, state.stop));

/** The state of a link, and what in it had to be changed. A link that says nothing opens the guided path. */
export function readLink(text: string, list: CoreList): { state: State; complaints: string[] } {
  const complaints: string[] = [];
  const given = new URLSearchParams(text.replace(/^#/, ''));
  const complain = (complaint: string) => complaints.push(complaint.length > 300 ? `${complaint.slice(0, 300)}…` : complaint);
  const opened = stateAt(list, [...given.keys()].some((key) => key !== 'v') ? 0 : 1);
  if (given.has(stopField.key)) stopField.read(given.getAll(stopField.key), opened, complain, list);
  const state = stateAt(list, opened.stop);
  const stated = given.get('v');
  if (stated !== null && stated !== version) complain(`v=${stated}: this page reads links of version ${version}`);
  for (const field of fields) if (given.has(field.key)) field.read(given.getAll(field.key), state, complain, list);
  const known = new Set(['v', stopField.key, ...fields.map((field) => field.key)]);
  for (const key of new Set(given.keys())) if (!known.has(key)) complain(`${key} is nothing that a link has: left out`);
  if (!(state.rangeFrom < state.rangeTo)) {
    complain('from is not below to: shown with 1e-6 and 10');
    [state.rangeFrom, state.rangeTo] = [1e-6, 10];
  }
  if (!state.show.includes(state.view)) state.view = state.show[0];
  return { state, complaints };
}

/** The link of a state: its stop, and what differs from that. */
export function writeLink(state: State, list: CoreList): string {
  const [startX, startY] = list.landscapes.find((one) => one.name === state.landscape)!.start;
  const usual = { ...stateAt(list, state.stop), startX, startY };
  const parts = [`v=${version}`, ...(state.stop ? [`${stopField.key}=${state.stop}`] : [])];
  for (const field of fields) {
    const texts = field.write(state);
    if (texts.join('\n') === field.write(usual).join('\n')) continue;
    parts.push(...(texts.length ? texts : ['']).map((text) => `${field.key}=${encoded(text)}`));
  }
  if (parts.length === 1) parts.push(`${stopField.key}=0`);
  return `#${parts.join('&')}`;
}

/** Readable: only what would end the text is escaped. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%20/g, '+').replace(/%(2C|3A|3D|2F|5B|5D)/g, (code) => decodeURIComponent(code));
}

/** A browser that has had too many of them throws: then the address stays behind, and the page goes on. */
function write(how: 'replaceState' | 'pushState', link: string): void {
  if (how === 'replaceState' && location.hash === link) return;
  try {
    history[how](null, '', link);
  } catch {}
}

export class LinkedStore implements Store {
  state: State;
  private readonly list: CoreList;
  private readonly changed: (before: State) => void;
  private kept: string; // the link of the last commit, to which Back returns
  private timer = 0;
  private control: Element | null = null; // what the last commit came from, and when
  private time = 0;

  constructor(state: State, list: CoreList, changed: (before: State) => void) {
    this.state = state;
    this.list = list;
    this.changed = changed;
    this.kept = writeLink(state, list);
  }

  change(part: Partial<State>, commit: boolean): void {
    const before = this.state;
    this.state = { ...before, ...part };
    this.changed(before);
    if (commit) this.commit();
    else if (!this.timer) this.timer = window.setTimeout(() => this.follow(), pause);
  }

  /** Takes a state that a link holds already. */
  restore(state: State): void {
    const before = this.state;
    this.stop();
    this.control = null;
    this.state = state;
    this.kept = writeLink(state, this.list);
    this.changed(before);
  }

  private follow(): void {
    this.timer = 0;
    write('replaceState', writeLink(this.state, this.list));
  }

  /** Back returns to where a drag began, or a row of keys on one control, not to its last point but one. */
  private commit(): void {
    this.stop();
    const link = writeLink(this.state, this.list);
    const [control, time] = [document.activeElement, performance.now()];
    const goesOn = control === this.control && time - this.time < burst && !!control?.matches('input, .handle, .start');
    [this.control, this.time] = [control, time];
    if (location.hash.length > 1 || link !== this.kept) write('replaceState', goesOn ? link : this.kept);
    if (link !== this.kept && !goesOn) write('pushState', link);
    this.kept = link;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}
