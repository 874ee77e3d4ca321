// Values of schedules, kept until their schedule or the steps are others: a move of one of eight computes one curve.

import type { Reading } from 'core-types';
import type { Series } from '../charts/chart.types.ts';
import type { House } from '../contract.ts';

const most = 2000;

let last: { key: string; steps: Float64Array } = { key: '', steps: new Float64Array() };

/** All steps of a run, or 2,000 of them: the first, the last and those between, evenly on the axis. */
export function sampled(steps: number, log: boolean): Float64Array {
  const key = `${steps} ${log && steps > most}`;
  if (last.key === key) return last.steps;
  const count = Math.min(steps, most);
  const all = new Set<number>();
  for (let i = 0; i < count; ++i) {
    const share = i / (count - 1);
    all.add(Math.round(log && steps > most ? steps ** share - 1 : share * (steps - 1)));
  }
  last = { key, steps: Float64Array.from(all) };
  return last.steps;
}

const kept = new WeakMap<Reading, { steps: Float64Array; values: Map<string, Float64Array> }>();

/** The values of a part ("lr") of the schedule in that place; null where it has none. */
function curve(house: House, place: number, part: string, steps: Float64Array): Float64Array | null {
  const read = house.reads[place];
  const index = read ? read.parts.indexOf(part) : -1;
  if (!read || index < 0) return null;
  let of = kept.get(read);
  if (of?.steps !== steps) kept.set(read, (of = { steps, values: new Map() }));
  const values = of.values.get(part) ?? house.core.curve(place, index, steps);
  if (values) of.values.set(part, values);
  return values;
}

/** The curves of all schedules that have this part, each in the hue of its place. */
export function curves(house: House, part: string, steps: Float64Array): Series[] {
  return house.store.state.schedules.flatMap(({ name }, hue) => {
    const y = curve(house, hue, part, steps);
    return y ? [{ name, x: steps, y, hue }] : [];
  });
}
