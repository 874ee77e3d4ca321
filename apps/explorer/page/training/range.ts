// The range test view: the rate grows until the loss explodes, over several seeds, and tells which peak to take.

import { Chart } from '../charts/chart.ts';
import type { Series } from '../charts/chart.types.ts';
import type { House, State, View } from '../contract.ts';
import { type Control, numberControl, seedControl } from '../parts/controls.ts';
import { csv } from '../parts/csv.ts';
import { button, el, select } from '../parts/dom.ts';
import { drawn, fileButtons } from './files.ts';
import type { RangeDone, RangeRequest, Report, Sweep } from '../core/messages.ts';
import { Pool } from '../core/pool.ts';
import { copy, pngOf } from '../parts/save.ts';
import { tableElement } from '../parts/table.ts';
import { taskControls, wrongOf } from './task.ts';
import { mostUpdates, seedsOf } from './trials.ts';

function choicesOf(house: House): Control[] {
  const { store, list } = house;
  const shape = select({
    label: 'The rate grows',
    options: [
      ['exponential', 'exponentially'],
      ['linear', 'linearly'],
    ],
    value: store.state.rangeShape,
    change: (value) => store.change({ rangeShape: value as State['rangeShape'] }, true),
  });
  const rule = select({
    label: 'Rule of the suggestion',
    options: list.rules.map(({ name }) => [name, name]),
    value: store.state.rangeRule,
    change: (rangeRule) => store.change({ rangeRule }, true),
  });
  return [
    { element: shape.element, update: () => shape.set(store.state.rangeShape) },
    { element: rule.element, update: () => rule.set(store.state.rangeRule) },
  ];
}

function requestOf({ store }: House): RangeRequest {
  const { task, rangeFrom, rangeTo, rangeSteps, seed, rangeSeeds, rangeShape, rangeRule, backward } = store.state;
  const seeds = seedsOf(seed, rangeSeeds);
  return { do: 'range', task, from: rangeFrom, to: rangeTo, steps: rangeSteps, seeds, shape: rangeShape, rule: rangeRule, backward };
}

const numbers = (values: (number | null)[]) => values.map((value) => value ?? NaN);
const seriesOf = ({ seed, lr, loss }: Sweep): Series => ({ name: `seed ${seed}`, x: lr, y: numbers(loss), hue: -1, thin: true });

class RangeView implements View {
  readonly name = 'range';
  readonly title = 'Range test';
  private readonly house: House;
  private readonly pool: Pool;
  private readonly chart: Chart;
  private readonly controls: Control[];
  private readonly task: Control;
  private readonly start = button('Run the range test', () => (this.running ? this.stop('Stopped.') : this.run()), { class: 'main' });
  private readonly copyRate = button('Copy the suggested rate', () => void copy(this.house, String(this.rate())), { hidden: true });
  private readonly status = el('p', { class: 'status' });
  private readonly stale = el('p', { class: 'stale', hidden: true }, 'Settings have changed since: run the test again to see what they give now.');
  private readonly results = el('section', { class: 'card results', hidden: true });
  private readonly files = el('div', { class: 'buttons', hidden: true });

  private key = ''; // of the request that was run
  private running = false;
  private isFresh = true; // as that of the training
  private done: RangeDone | null = null;

  constructor(house: House) {
    this.house = house;
    this.pool = new Pool(house.module, (words) => this.stop(words));
    this.chart = new Chart(house, { name: 'Loss by learning rate', x: { label: 'learning rate', log: true }, y: { label: 'loss', log: true } });
    this.controls = [
      numberControl(house, 'rangeFrom', 'From rate', 1e-8, 1, { log: true }),
      numberControl(house, 'rangeTo', 'To rate', 1e-4, 1000, { log: true }),
      numberControl(house, 'rangeSteps', 'Steps of a sweep', 20, 1000, { log: true, whole: true }),
      numberControl(house, 'rangeSeeds', 'Seeds', 1, 10, { whole: true }),
      seedControl(house),
      ...choicesOf(house),
    ];
    this.task = taskControls(house);
    this.files.append(
      ...fileButtons(house, [
        { label: 'Losses as CSV', file: 'range.csv', type: 'text/csv', make: () => this.csv() },
        { label: 'Chart as SVG', file: 'range.svg', type: 'image/svg+xml', make: () => this.svg() },
        { label: 'Chart as PNG', file: 'range.png', type: 'image/png', make: () => pngOf(this.svg()) },
        { label: 'Result as JSON', file: 'range.json', type: 'application/json', make: () => `${JSON.stringify(this.done?.range, null, 2)}\n` },
      ]),
    );
  }

  build(host: HTMLElement): void {
    const controls = this.controls.map(({ element }) => element);
    const side = el('div', { class: 'side' }, el('section', { class: 'card' }, ...controls, this.task.element));
    const buttons = el('div', { class: 'buttons' }, this.start, this.copyRate);
    const run = el('section', { class: 'card first' }, buttons, this.status, this.stale, this.chart.element, this.files);
    host.append(el('div', { class: 'columns' }, side, el('div', {}, run, this.results)));
    this.chart.sentence('Run the test to see the loss of each seed as its rate grows.');
  }

  update(): void {
    for (const control of [...this.controls, this.task]) control.update();
    const changed = this.key !== JSON.stringify(requestOf(this.house));
    if (this.running && changed) this.stop('Stopped, as the settings changed.');
    this.stale.hidden = !this.key || !changed;
    if (this.isFresh) this.run();
  }

  leave(): void {
    if (!this.running) return;
    this.stop('Stopped, as the view was left.');
    this.isFresh = true;
  }

  private run(): void {
    this.isFresh = false;
    const request = requestOf(this.house);
    const refused = request.steps * request.seeds.length > mostUpdates ? 'Take fewer steps or seeds.' : wrongOf(this.house);
    if (refused) return this.tell(refused);
    this.key = JSON.stringify(request);
    this.done = null;
    this.results.hidden = true;
    this.stale.hidden = true;
    this.copyRate.hidden = this.files.hidden = true;
    this.chart.set([], { mark: undefined });
    this.setRunning(true);
    this.tell(`Sweeping ${request.seeds.length} seeds.`);
    this.pool.run(request, (report) => this.hear(report));
  }

  private hear(report: Report): void {
    if (report.kind === 'refused') this.stop(report.message);
    if (report.kind === 'swept') this.finish(report);
    if (report.kind !== 'sweeps') return;
    if (report.sweeps.length === 0) return this.tell('Short runs tune the rate.');
    this.chart.set(report.sweeps.map(seriesOf));
    this.status.textContent = `${report.sweeps.length} of ${this.house.store.state.rangeSeeds} seeds swept in this round.`;
  }

  private finish(done: RangeDone): void {
    this.done = done;
    this.setRunning(false);
    this.chart.set(this.series(), { mark: this.mark() });
    this.chart.sentence(done.table.notes[0] ?? '');
    this.status.textContent = `Done: ${this.done.range.sweeps.length} seeds swept.`;
    this.house.say(done.table.notes.join(' '));
    this.copyRate.hidden = this.rate() === null;
    this.files.hidden = false;
    this.results.hidden = false;
    this.results.replaceChildren(tableElement(done.table, 'Range test'), tableElement(done.rules, 'What each rule says'));
  }

  /** Null where the test refuses to suggest one. */
  private rate(): number | null {
    const { refusal, rate } = this.done?.range.suggestion ?? {};
    return refusal ? null : (rate?.value ?? null);
  }

  private mark(): { x: number; label: string } | undefined {
    const rate = this.rate();
    const edge = this.done?.range.edge.value;
    if (rate !== null) return { x: rate, label: `suggested ${Number(rate.toPrecision(3))}` };
    return edge ? { x: edge, label: `edge ${Number(edge.toPrecision(3))}` } : undefined;
  }

  private series(): Series[] {
    const { curve, sweeps, edge } = this.done!.range;
    const mean = { name: 'smoothed mean', x: curve.lr, y: numbers(curve.mean), low: numbers(curve.low), high: numbers(curve.high), hue: 0 };
    return [...sweeps.map(seriesOf), mean, ...edgeSeries(edge.value, numbers(curve.high))];
  }

  private setRunning(running: boolean): void {
    this.running = running;
    this.start.textContent = running ? 'Stop' : 'Run the range test';
  }

  private stop(words: string): void {
    this.pool.cancel();
    this.setRunning(false);
    this.tell(words);
  }

  private tell(words: string): void {
    this.status.textContent = words;
    this.house.say(words);
  }

  private csv(): string {
    const rows = this.done!.range.sweeps.flatMap(({ seed, lr, loss }) => lr.map((rate, step) => [seed, step, rate, loss[step] ?? NaN]));
    return csv([['seed', 'step', 'lr', 'loss'], ...rows]);
  }

  private svg(): string {
    const mark = this.mark();
    const figure = {
      title: 'Range test',
      x: { label: 'learning rate', log: true },
      y: { label: 'loss', log: true },
      ...(mark ? { marked_x: mark.x, mark_label: mark.label } : {}),
    };
    return drawn(this.house, figure, this.series());
  }
}

/** The rate from which on training explodes, as an upright line over the height of the curve. */
function edgeSeries(edge: number | null, heights: number[]): Series[] {
  const finite = heights.filter(Number.isFinite);
  if (!edge || !finite.length) return [];
  return [{ name: 'edge', x: [edge, edge * (1 + 1e-9)], y: [Math.min(...finite), Math.max(...finite)], hue: 1 }];
}

export const rangeView = (house: House): View => new RangeView(house);
