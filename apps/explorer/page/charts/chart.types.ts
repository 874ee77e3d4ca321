// A chart as its users see it.

export interface Series {
  name: string;
  x: ArrayLike<number>; // ascending; series need not share theirs
  y: ArrayLike<number>; // NaN: a gap; 0 on a log axis: on the marked rail at the bottom
  low?: ArrayLike<number>; // a band, as many as x
  high?: ArrayLike<number>;
  hue: number; // 0 ... 7: colour and dash; -1: grey
  thin?: boolean; // in the background, such as a single seed
  diverged?: boolean; // a cross marks its end
}

/** A point on the chart that can be dragged, or moved with the arrow keys where it has the focus. */
export interface Handle {
  name: string;
  x: number;
  y: number;
  /** `done` is true once, at the end of the drag. */
  move(x: number, y: number, done: boolean): void;
}

export interface ChartOptions {
  name: string; // what the chart is called: "Learning rate by step"
  x: { label: string; log?: boolean };
  y: { label: string; log?: boolean };
  height?: number;
  synced?: boolean; // its x is the step, and its cursor is that of all such charts
  mark?: { x: number; label: string };
}

export interface ChartLike {
  readonly element: HTMLElement; // a figure with caption, sentence, data table and the canvas
  set(series: Series[], change?: Partial<ChartOptions>): void;
  handles(handles: Handle[]): void;
  /** One generated sentence beneath the name; also what screen readers get. */
  sentence(text: string): void;
}
