// Series over one x, as charts over many lines need them.

/** The x of all, ascending, each once. */
export function unionOf(lists: ArrayLike<number>[]): number[] {
  if (lists.length === 0) return [];
  if (lists.every((list) => same(list, lists[0]))) return Array.from(lists[0]);
  const all = new Set<number>();
  for (const list of lists) for (let i = 0; i < list.length; ++i) all.add(list[i]);
  return [...all].sort((a, b) => a - b);
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; ++i) if (a[i] !== b[i]) return false;
  return true;
}

/** The index of the value nearest to x; -1 of none. */
export function nearest(list: ArrayLike<number>, x: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - list[low - 1] <= list[low] - x ? low - 1 : high;
}
