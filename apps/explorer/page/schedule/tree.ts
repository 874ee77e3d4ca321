// A schedule as a tree of kinds, in etude's JSON: {"kind": "cosine", "from": 0.1, "steps": 300}; what others are built
// of is under "of".

import type { CoreList, KindStatement } from 'core-types';

export type Value = number | string | number[];
export interface Node {
  kind: string;
  of?: Node[];
  [field: string]: Value | Node[] | undefined;
}
/** {"etude": 1, "lr": node, "momentum": node} */
export type Tree = Record<string, unknown>;

/** From the root downwards: which of its children, which of theirs. */
export type Way = number[];

export function kindOf(list: CoreList, node: Node): KindStatement {
  return list.kinds.find((kind) => kind.name === node.kind)!;
}

export function nodeAt(root: Node, way: Way): Node {
  return way.reduce((node, child) => node.of![child], root);
}

/** A copy in which one node is another; null takes it out. */
export function replaced(root: Node, way: Way, by: Node | null): Node {
  if (way.length === 0) return by ?? root;
  const [child, ...rest] = way;
  const of = [...root.of!];
  if (rest.length === 0 && by === null) of.splice(child, 1);
  else of[child] = replaced(of[child], rest, by);
  // One piece alone needs no "then" around it.
  if (root.kind === 'then' && of.length === 1) return of[0];
  return { ...root, of };
}

/** A number of a field as it counts: the default where none is given; null: endless, or not a number. */
export function numberOf(list: CoreList, node: Node, name: string): number | null {
  const given = node[name] ?? kindOf(list, node).fields.find((field) => field.name === name)?.default;
  return typeof given === 'number' ? given : null;
}

const firsts = ['from', 'value', 'peak', 'low'];
const lasts = ['to', 'value', 'floor'];

function rateOf(list: CoreList, node: Node, names: string[]): string | null {
  const rates = kindOf(list, node).fields.filter((field) => field.unit === 'rate').map((field) => field.name);
  return names.find((name) => rates.includes(name)) ?? null;
}

/** The field that says where a kind begins, and where it lands; null where none does. */
export const firstField = (list: CoreList, node: Node) => rateOf(list, node, firsts);
export const lastField = (list: CoreList, node: Node) => rateOf(list, node, lasts);

/** How long a piece is: as its own field says, or the window that it is seen through; null: endless, or unsaid. */
export function lengthOf(list: CoreList, node: Node): number | null {
  if (node.kind !== 'window') return numberOf(list, node, 'steps');
  const [end, own] = [numberOf(list, node, 'end'), lengthOf(list, node.of![0])];
  return end === null || own === null ? end ?? own : Math.min(end, own);
}

/** The piece with that length; one that never ends is cut by a window. */
export function withLength(list: CoreList, node: Node, length: number): Node {
  if (node.kind === 'window') return { ...node, end: length };
  const hasSteps = kindOf(list, node).fields.some((field) => field.name === 'steps');
  return hasSteps ? { ...node, steps: length } : { kind: 'window', of: [node], end: length };
}

/** The pieces of a `then`; any other is its only piece. */
export function pieces(root: Node): Node[] {
  return root.kind === 'then' ? root.of! : [root];
}

export function joined(of: Node[]): Node {
  return of.length === 1 ? of[0] : { kind: 'then', of };
}
