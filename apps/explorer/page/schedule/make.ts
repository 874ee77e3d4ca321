// New schedules for the picker: of every kind one that shows what it does, and compositions of it with what is there.

import type { CoreList, FieldStatement } from 'core-types';
import { firstField, joined, lastField, lengthOf, type Node, numberOf, pieces, withLength } from './tree.ts';

const peak = 0.05;

/** What stands in fields that must be given, over a run of so many steps. */
function required(field: FieldStatement, steps: number): number | number[] {
  const share = (part: number) => Math.max(1, Math.round(part * steps));
  const usual: Record<string, number | number[]> = {
    steps,
    warmup: share(0.1),
    decay: share(0.2),
    period: share(1 / 3),
    up: share(0.15),
    by: 2,
    low: peak / 50,
    rate: 0.01,
    d_model: 512,
    timescale: share(0.1),
    sd: 0.1,
    base: 32,
    milestones: [share(0.5), share(0.75)],
    at: [0, share(0.3), steps - 1],
    values: [peak / 10, peak, peak / 100],
  };
  return usual[field.name] ?? peak;
}

/** Where a general choice would show nothing, or be refused. */
const particular: Record<string, Record<string, number | string>> = {
  range_test: { from: 1e-6, to: 10 },
  geometric: { to: peak / 100 },
  exponential: { rate: 0.99 },
  chebyshev: { permuted: 'no' },
  clamp: { low: peak / 5, high: (4 * peak) / 5 },
  swa: { to: peak / 5 },
};

export function made(list: CoreList, kind: string, steps: number): Node {
  const node: Node = { kind };
  for (const field of list.kinds.find((one) => one.name === kind)!.fields) {
    if (!field.required) continue;
    if (field.unit === 'schedules') node.of = children(list, kind, steps);
    else node[field.name] = required(field, steps);
  }
  return { ...node, ...particular[kind] };
}

function children(list: CoreList, kind: string, steps: number): Node[] {
  const cosine = made(list, 'cosine', steps);
  if (kind === 'then') return [warmupTo(list, cosine, steps), { ...cosine, steps: steps - tenth(steps) }];
  if (kind === 'chain') return [made(list, 'warmup', tenth(steps)), { ...cosine, from: 1, steps: steps - tenth(steps) }];
  if (kind === 'multiply') return [cosine, { kind: 'exponential_warmup', to: 1, timescale: tenth(steps) }];
  if (kind === 'max' || kind === 'min') return [cosine, { kind: 'constant', value: peak / 2 }];
  if (kind === 'batch_scaled') return [cosine, { kind: 'constant', value: 64 }];
  if (kind === 'repeat') return [{ ...cosine, steps: Math.max(1, Math.round(steps / 3)) }];
  return [cosine];
}

const tenth = (steps: number) => Math.max(1, Math.round(steps / 10));

function warmupTo(list: CoreList, next: Node, steps: number): Node {
  const start = firstField(list, next);
  return { kind: 'warmup', to: (start && numberOf(list, next, start)) || peak, steps: tenth(steps) };
}

/** Takes these steps from a piece, where it has more. */
function shortened(list: CoreList, node: Node, by: number): Node {
  const own = lengthOf(list, node);
  return own !== null && own > by ? withLength(list, node, own - by) : node;
}

/** A piece in front, its steps taken from the first that is there. */
export function before(list: CoreList, root: Node, kind: string, steps: number): Node {
  const [first, ...rest] = pieces(root);
  const length = tenth(steps);
  const piece = kind === 'warmup' ? warmupTo(list, first, steps) : withLength(list, made(list, kind, length), length);
  return joined([piece, shortened(list, first, length), ...rest]);
}

/** A piece behind, its steps taken from the last that is there; it goes on where that one lands. */
export function after(list: CoreList, root: Node, kind: string, steps: number): Node {
  const of = [...pieces(root)];
  const last = of.pop()!;
  const length = 2 * tenth(steps);
  const earlier = of.reduce((sum, piece) => sum + (lengthOf(list, piece) ?? 0), 0);
  const isEndless = lengthOf(list, last) === null;
  const cut = isEndless ? withLength(list, last, Math.max(1, steps - earlier - length)) : shortened(list, last, length);
  const piece = made(list, kind, length);
  const [start, end] = [firstField(list, piece), lastField(list, last)];
  const landing = end ? numberOf(list, last, end) : null;
  if (start && landing) piece[start] = landing;
  return joined([...of, cut, piece]);
}

/** What is there, inside of a kind that changes others. */
export function wrapped(list: CoreList, root: Node, kind: string, steps: number): Node {
  const node = made(list, kind, steps);
  return { ...node, of: [root, ...node.of!.slice(1)] };
}
