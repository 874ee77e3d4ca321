// The joints of a schedule as points on its curve: where it starts, where one piece hands over to the next, where it
// ends, and those within a piece that a table names. Dragging one moves lengths and rates of the pieces beside it.

import type { CoreList } from 'core-types';
import type { Handle } from '../charts/chart.types.ts';
import { firstField, joined, lastField, lengthOf, type Node, numberOf, pieces, withLength } from './tree.ts';

type Mark = [name: string, x: number, y: number, moved: (x: number, y: number) => Partial<Node>];

const put = (of: number[], i: number, value: number) => of.map((each, other) => (other === i ? value : each));

/** Points within a piece, x from its first step: where they are, and what of the piece they say. */
const marks: Record<string, (of: (field: string) => number, node: Node) => Mark[]> = {
  cosine_restarts: (of) => [['Restart', of('period'), of('from') * of('amp_mult'), (period, y) => ({ period, from: digits(y / of('amp_mult')) })]],
  cyclic: (of) => [['Turn', of('up'), of('high'), (up, high) => ({ up, high })]],
  step: (of) => [['Drop', of('period'), of('from') * of('gamma'), (period) => ({ period })]],
  one_cycle: (of) => [['Peak', Math.round(of('pct') * of('steps')), of('peak'), (x, peak) => ({ pct: Math.min(Number((x / of('steps')).toPrecision(6)), 1), peak })]],
  multistep: (of, { milestones }) =>
    (milestones as number[]).map((x, i) => [`Milestone ${i + 1}`, x, of('from') * of('gamma') ** (i + 1), (to) => ({ milestones: put(milestones as number[], i, to) })]),
  piecewise: (_, { at, values }) =>
    (at as number[]).map((x, i) => [`Point ${i + 1}`, x, (values as number[])[i], (to, y) => ({ at: put(at as number[], i, to), values: put(values as number[], i, y) })]),
};

const digits = (value: number) => Number(Math.max(0, value).toPrecision(3));

/** Handles of this tree; `moved` hears the tree after a move. */
export function joints(list: CoreList, root: Node, moved: (root: Node, done: boolean) => void): Handle[] {
  const of = pieces(root);
  const handles: Handle[] = [];
  const point = (name: string, x: number, y: number, change: (x: number, y: number) => Node) =>
    // What was not moved keeps all its digits.
    handles.push({ name, x, y, move: (toX, toY, done) => moved(change(toX === x ? x : Math.round(toX), toY === y ? y : digits(toY)), done) });
  const add = (name: string, index: number, x: number) => {
    const y = rateAt(list, of, index);
    // Lengths change from where they were at the start, so that a drag forth and back changes nothing.
    if (y !== null) point(name, x, y, (toX, toY) => movedJoint(list, root, index, toX - x, toY));
  };
  if (firstField(list, of[0]) !== 'peak') add('Start', 0, 0);
  let x = 0;
  for (let i = 0; i < of.length; ++i) {
    const begin = x;
    for (const [name, at, y, change] of marks[of[i].kind]?.((field) => numberOf(list, of[i], field) ?? 0, of[i]) ?? [])
      point(name, begin + at, y, (toX, toY) => joined(of.map((piece, other) => (other === i ? ({ ...piece, ...change(Math.max(0, toX - begin), toY) } as Node) : piece))));
    const length = lengthOf(list, of[i]);
    if (length === null) break; // endless, or of a length that no field says
    x += length;
    // Where a run ends with the schedule, its last step is the last on the axis.
    add(i + 1 < of.length ? `Joint ${i + 1}` : 'End', i + 1, i + 1 < of.length ? x : x - 1);
  }
  return handles;
}

/** The rate before joint `index`, or where nothing is before it, behind. */
function rateAt(list: CoreList, of: Node[], index: number): number | null {
  const end = index > 0 ? lastField(list, of[index - 1]) : null;
  if (end) return numberOf(list, of[index - 1], end);
  const start = index < of.length ? firstField(list, of[index]) : null;
  return start ? numberOf(list, of[index], start) : null;
}

function movedJoint(list: CoreList, root: Node, index: number, by: number, y: number): Node {
  const of = pieces(root).map((piece) => ({ ...piece }));
  const previous = of[index - 1] as Node | undefined;
  const next = of[index] as Node | undefined;
  const own = previous ? lengthOf(list, previous)! : 0;
  const others = next && previous ? lengthOf(list, next) : null;
  // What one piece gains the other loses: the whole keeps its length.
  const way = Math.min(Math.max(by, 1 - own), others === null ? Infinity : others - 1);
  if (previous) Object.assign(previous, withLength(list, previous, own + way));
  if (others !== null) Object.assign(next!, withLength(list, next!, others - way));
  const end = previous && lastField(list, previous);
  const start = next && firstField(list, next);
  const joint = rateAt(list, of, index);
  // Pieces that did not meet before are not pulled together.
  const meet = !previous || !next || !start || !end || numberOf(list, next, start) === joint;
  if (previous && end) previous[end] = y;
  if (next && start && meet) next[start] = y;
  return joined(of);
}
