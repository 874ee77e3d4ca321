// The joints of a schedule as points on its curve: where it starts, where one piece hands over to the next, where it
// ends. Dragging one moves lengths and rates of the pieces beside it.

import type { Handle } from './chart.types.ts';
import type { CoreList } from './contract.ts';
import { firstField, joined, lastField, lengthOf, type Node, numberOf, pieces, withLength } from './tree.ts';

/** Handles of this tree; `moved` hears the tree after a move. */
export function joints(list: CoreList, root: Node, moved: (root: Node, done: boolean) => void): Handle[] {
  const of = pieces(root);
  const handles: Handle[] = [];
  const add = (name: string, index: number, x: number) => {
    const y = rateAt(list, of, index);
    if (y === null) return;
    // Lengths change from where they were at the start, so that a drag forth and back changes nothing.
    const move = (toX: number, toY: number, done: boolean) => moved(movedJoint(list, root, index, Math.round(toX) - x, toY), done);
    handles.push({ name, x, y, move });
  };
  add('Start', 0, 0);
  let x = 0;
  for (let i = 0; i < of.length; ++i) {
    const length = lengthOf(list, of[i]);
    if (length === null) break; // endless, or of a length that no field says
    x += length;
    add(i + 1 < of.length ? `Joint ${i + 1}` : 'End', i + 1, x);
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
  const rate = Number(Math.max(0, y).toPrecision(3));
  const end = previous && lastField(list, previous);
  const start = next && firstField(list, next);
  const joint = rateAt(list, of, index);
  // Pieces that did not meet before are not pulled together.
  const meet = !previous || !next || !start || !end || numberOf(list, next, start) === joint;
  if (previous && end) previous[end] = rate;
  if (next && start && meet) next[start] = rate;
  return joined(of);
}
