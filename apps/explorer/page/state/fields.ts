// What a link holds: one table of fields, read and written by the same rows. Nothing in a link is trusted: numbers are
// clamped, words are looked up, texts are cut, and what was changed is said.

import type { CoreList } from 'core-types';
import type { Entry, State, ViewName } from '../contract.ts';
import { stops } from '../story/stops.ts';
import { cleanName, freeName, nameFor } from './names.ts';

export const mostSchedules = 8;
export const mostSteps = 1_000_000;
export const mostSeed = 1_000_000_000;
export const longestText = 2_000;
export const views: ViewName[] = ['schedule', 'path', 'training', 'range', 'logs'];

/** Collects what had to be changed in a link. */
type Complain = (complaint: string) => void;

interface Field {
  key: string;
  read(texts: string[], state: State, complain: Complain, list: CoreList): void;
  write(state: State): string[];
}

export type KeyOf<Value> = { [K in keyof State]-?: State[K] extends Value ? (Value extends State[K] ? K : never) : never }[keyof State];

function grouped(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 20 });
}

function numeric(key: string, name: KeyOf<number>, least: number, most: number, whole = false): Field {
  return {
    key,
    read([text], state, complain) {
      const number = text.trim() === '' ? NaN : Number(text);
      if (Number.isNaN(number)) return complain(`${key}=${text} is no number: left out`);
      const rounded = whole ? Math.round(number) : number;
      const kept = Math.min(Math.max(rounded, least), most);
      const why = rounded > most ? `more than ${grouped(most)}` : rounded < least ? `less than ${grouped(least)}` : 'no whole number';
      if (kept !== number) complain(`${key}=${text} is ${why}: shown with ${grouped(kept)}`);
      state[name] = kept;
    },
    write: (state) => [String(state[name])],
  };
}

function flag(key: string, name: KeyOf<boolean>): Field {
  return {
    key,
    read([text], state, complain) {
      if (text !== '0' && text !== '1') return complain(`${key}=${text} is neither 0 nor 1: left out`);
      state[name] = text === '1';
    },
    write: (state) => [state[name] ? '1' : '0'],
  };
}

function word<Name extends keyof State>(key: string, name: Name, words: (list: CoreList) => string[]): Field {
  return {
    key,
    read([text], state, complain, list) {
      const known = words(list);
      if (!known.includes(text)) return complain(`${key}=${text} is none of ${known.join(', ')}: left out`);
      state[name] = text as State[Name];
    },
    write: (state) => [String(state[name])],
  };
}

const schedules: Field = {
  key: 's',
  read(texts, state, complain) {
    if (texts.length > mostSchedules) complain(`${texts.length} schedules are more than ${mostSchedules}: the first ${mostSchedules} are shown`);
    const entries: Entry[] = [];
    for (const text of texts.slice(0, mostSchedules)) {
      if (text.length > longestText) complain(`a schedule of ${grouped(text.length)} characters is longer than ${grouped(longestText)}: cut`);
      entries.push(entryOf(text.slice(0, longestText), entries));
    }
    state.schedules = entries;
  },
  write: (state) => state.schedules.map((entry) => `${entry.name}:${entry.text}`),
};

/** "name: text" or a text alone; the name is of letters, digits and blanks, as on the command line. */
export function entryOf(text: string, others: Entry[]): Entry {
  const named = /^\s*([\p{L}\p{N} ]+?)\s*:\s*(.*)$/su.exec(text);
  const has = named !== null && named[1].toLowerCase() !== 'recipe';
  const spec = has ? named[2] : text.trim();
  return { name: freeName(has ? cleanName(named[1]) : nameFor(spec), others), text: spec };
}

const chosen: Field = {
  key: 'pick',
  read([text], state, complain) {
    const place = Number(text);
    if (Number.isInteger(place) && place >= 1 && place <= state.schedules.length) state.chosen = place - 1;
    else complain(`pick=${text} is none of 1 to ${state.schedules.length}: left out`);
  },
  write: (state) => [String(state.chosen + 1)],
};

/** Fields of the task as "name=value", those that differ from its defaults; "t=" where none does, but at the stop some do. */
const task: Field = {
  key: 't',
  read(texts, state, complain, list) {
    state.task = {};
    for (const text of texts.filter(Boolean)) {
      const [, name, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [null, text, ''];
      if (!list.task.some((field) => field.name === name)) complain(`t=${name} is no field of the task: left out`);
      else if (value.length > 200) complain(`t=${name} is longer than 200 characters: left out`);
      else state.task = { ...state.task, [name]: value };
    }
  },
  write: (state) => Object.entries(state.task).map(([name, value]) => `${name}=${value}`),
};

const landscape: Field = {
  ...word('land', 'landscape', (list) => list.landscapes.map((one) => one.name)),
  read([text], state, complain, list) {
    const found = list.landscapes.find((one) => one.name === text);
    if (!found) return complain(`land=${text} is none of ${list.landscapes.map((one) => one.name).join(', ')}: left out`);
    state.landscape = text;
    [state.startX, state.startY] = found.start;
  },
};

const shown: Field = {
  key: 'show',
  read([text], state, complain) {
    const asked = text.split(',');
    for (const name of asked) if (!views.includes(name as ViewName)) complain(`show=${name} is none of ${views.join(', ')}: left out`);
    const known = views.filter((view) => asked.includes(view));
    if (known.length > 0) state.show = known;
  },
  write: (state) => [state.show.join(',')],
};

/** Read before all others: they say what differs from its state. */
export const stopField = numeric('stop', 'stop', 0, stops.length, true);

/** In the order in which they are read and written: `pick` needs the schedules, the start its landscape. */
export const fields: Field[] = [
  word('view', 'view', () => views),
  schedules,
  chosen,
  numeric('steps', 'steps', 2, mostSteps, true),
  numeric('seed', 'seed', 0, mostSeed, true),
  numeric('seeds', 'seeds', 1, 10, true),
  flag('logx', 'logX'),
  flag('logy', 'logY'),
  word('backward', 'backward', () => ['corrected', 'as-written']),
  flag('tune', 'tune'),
  task,
  landscape,
  word('rule', 'rule', (list) => list.optimizers.map((one) => one.name)),
  numeric('momentum', 'momentum', 0, 0.999),
  numeric('noise', 'noise', 0, 10),
  numeric('x', 'startX', -100, 100),
  numeric('y', 'startY', -100, 100),
  numeric('from', 'rangeFrom', 1e-12, 1000),
  numeric('to', 'rangeTo', 1e-12, 1000),
  numeric('sweep', 'rangeSteps', 10, 1000, true),
  numeric('sweeps', 'rangeSeeds', 1, 10, true),
  word('shape', 'rangeShape', () => ['exponential', 'linear']),
  word('edge', 'rangeRule', (list) => list.rules.map((one) => one.name)),
  flag('embed', 'embed'),
  shown,
];
