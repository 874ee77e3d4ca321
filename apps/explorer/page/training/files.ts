// Drawings and files of a training and of a range test.

import type { Series } from '../charts/chart.types.ts';
import type { House } from '../contract.ts';
import { button } from '../parts/dom.ts';
import { download } from '../parts/save.ts';

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

interface Made {
  label: string;
  file: string;
  type: string;
  make(): BlobPart | Promise<BlobPart>;
}

/** Buttons that make their files when they are pressed. */
export function fileButtons(house: House, files: Made[]): HTMLButtonElement[] {
  return files.map(({ label, file, type, make }) => {
    const give = async () => {
      try {
        download(file, await make(), type);
      } catch (error) {
        house.say(`No ${label}: ${(error as Error).message}`, true);
      }
    };
    return button(label, () => void give(), { 'aria-label': `Download ${label}` });
  });
}
