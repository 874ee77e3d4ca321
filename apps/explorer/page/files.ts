// Drawings and files of a training and of a range test.

import type { Series } from './chart.types.ts';
import type { House } from './contract.ts';
import { button } from './dom.ts';
import { download } from './save.ts';

interface Figure {
  title: string;
  x: { label: string; log: boolean };
  y: { label: string; log: boolean };
  marked_x?: number;
  mark_label?: string;
}

/** The chart as the core draws it. */
export function drawn(house: House, figure: Figure, series: Series[]): string {
  const lines = series.map(({ name, x, y, low, high }) => ({
    name,
    x: Array.from(x),
    y: Array.from(y),
    ...(low && high ? { low: Array.from(low), high: Array.from(high) } : {}),
  }));
  return house.core.ask<{ svg: string }>({ do: 'svg', figure: { ...figure, lines } }).svg;
}

/** Buttons that make their files when they are pressed. */
export function fileButtons(files: { label: string; file: string; type: string; make(): string }[]): HTMLButtonElement[] {
  return files.map(({ label, file, type, make }) =>
    button(label, () => download(file, make(), type), { 'aria-label': `Download ${label}` }),
  );
}
