// What stands beside an axis: which values, and how they are written.

/** A value as a tick or a readout has it: 0.05, 1e-4, 20k. */
export function short(given: number | null, digits = 4): string {
  const value = given ?? NaN; // JSON has no NaN
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const rounded = Number(value.toPrecision(digits));
  if (size < 1e-3 || size >= 1e9) return rounded.toExponential().replace('e+', 'e');
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(digits))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(digits))}k`;
  return String(rounded);
}

/** Ticks of a logarithmic axis: powers of ten; 2 and 5 between where there are few; null where the range is too short. */
export function logTicks(least: number, most: number, room: number): number[] | null {
  const decades = Math.log10(most / least);
  if (decades < 1.2) return null;
  const factors = decades > 2.5 ? [1] : [1, 2, 5];
  const every = Math.max(1, Math.ceil((decades * factors.length) / room));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); ++power) {
    if (factors.length === 1 && power % every !== 0) continue;
    // 1e-4 as a text, since 10 ** -4 times 5 is not the double that 5e-4 is.
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((tick) => tick >= least * 0.999 && tick <= most * 1.001);
}

/** Ticks at multiples of 1, 2 or 5 times a power of ten, about as many as there is room for. */
export function linearTicks(least: number, most: number, room: number): number[] {
  const rough = (most - least) / Math.max(room, 1);
  if (!(rough > 0)) return [least];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; ++i) ticks.push(i * step);
  return ticks;
}
