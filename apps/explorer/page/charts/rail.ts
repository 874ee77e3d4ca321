// The range of an axis. A logarithmic one has no place for 0, so zeros lie on a rail of their own beneath its lowest
// value, marked 0: they are seen, not dropped.

export interface Axis {
  log: boolean;
  rail: number | null; // where zeros are drawn; null: there are none, or the axis is linear
  least: number;
  most: number;
}

const unknown: Axis = { log: false, rail: null, least: 0, most: 1 };

/** Over all finite numbers of these lists. `snug`: without a margin, as for steps. */
export function axisOver(lists: Iterable<ArrayLike<number>>, log: boolean, snug: boolean): Axis {
  let [least, most, positive, zeros] = [Infinity, -Infinity, Infinity, false];
  for (const list of lists) {
    for (let i = 0; i < list.length; ++i) {
      const value = list[i];
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
      if (value > 0 && value < positive) positive = value;
      if (value <= 0) zeros = true;
    }
  }
  if (least > most) return { ...unknown, log: false };
  return log && most > 0 ? logarithmic(positive, most, zeros, snug) : linear(least, most, snug);
}

function linear(least: number, most: number, snug: boolean): Axis {
  if (least === most) return { ...unknown, least: least - (Math.abs(least) || 1) / 2, most: most + (Math.abs(most) || 1) / 2 };
  const margin = snug ? 0 : 0.05 * (most - least);
  // What starts at 0 stands on the axis.
  return { ...unknown, least: least >= 0 && least - margin < 0.1 * most ? Math.min(0, least) : least - margin, most: most + margin };
}

function logarithmic(positive: number, most: number, zeros: boolean, snug: boolean): Axis {
  const decades = Math.max(Math.log10(most / positive), 0.3);
  const margin = snug && !zeros && most > positive ? 1 : 10 ** (0.05 * decades);
  const rail = zeros ? positive / 10 ** (0.12 * decades) : null;
  const least = rail === null ? positive / margin : rail / 10 ** (0.04 * decades);
  return { log: true, rail, least, most: most * (snug && most > positive ? 1 : margin) };
}

/** Where a value is drawn. */
export function placed(value: number, axis: Axis): number {
  return axis.log && value <= 0 ? axis.rail ?? axis.least : value;
}
