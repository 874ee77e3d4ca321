// The forecast: laws fitted to logs, how well they explain these, and where the page's schedules would end. It follows
// the logs and the schedules by itself; a worker computes it.

import { Chart } from '../charts/chart.ts';
import type { Series } from '../charts/chart.types.ts';
import { hues } from '../charts/look.ts';
import type { House } from '../contract.ts';
import type { Fitted, Foretold, Request, Report, ToldCurve } from '../core/messages.ts';
import type { Pool } from '../core/pool.ts';
import { type Control, numberControl } from '../parts/controls.ts';
import { csv } from '../parts/csv.ts';
import { button, el } from '../parts/dom.ts';
import { pngOf } from '../parts/save.ts';
import { tableElement } from '../parts/table.ts';
import { mostSteps } from '../state/fields.ts';
import { drawn, fileButtons } from '../training/files.ts';
import { type Run, numbers, schedulesLike } from './run.ts';

/** A question to a worker, of which only the last that was asked counts. */
class Question<Answer> {
  private key = ''; // of the request that was asked last
  private busy = false;
  private next: (() => void) | null = null;

  constructor(private readonly pool: Pool, private readonly hear: (answer: Answer | string) => void) {}

  /** A string is a refusal. `pick` takes the answer out of a report. */
  ask(key: string, request: () => Request, pick: (report: Report) => Answer | null): void {
    if (key === this.key) return;
    this.key = key;
    this.next = () => {
      this.busy = true;
      this.pool.run(request(), (report) => {
        this.busy = false;
        const again = this.next;
        this.next = null;
        if (again) return again();
        this.hear(report.kind === 'refused' ? report.message : pick(report)!);
      });
    };
    if (this.busy) return;
    const first = this.next;
    this.next = null;
    first();
  }

  /** Forgets what was asked, and where the worker broke, that it is at work. */
  reset(isBroken: boolean): void {
    this.key = '';
    this.next = null;
    if (isBroken) this.busy = false;
  }
}

export class ForecastCard {
  readonly element = el('section', { class: 'card', hidden: true });
  private readonly chart: Chart;
  private readonly steps: Control;
  private readonly status = el('p', { class: 'status', 'aria-live': 'polite' });
  private readonly results = el('div', { class: 'controls', hidden: true });
  private readonly told = el('div', { class: 'controls' });
  private readonly explained = el('div', { class: 'controls' });
  private readonly warmup = el('input', { type: 'number', min: '0', step: '1', placeholder: 'as logged' });
  private readonly fit: Question<Fitted>;
  private readonly prediction: Question<Foretold>;
  private runs: Run[] = [];
  private fitted: Fitted | null = null;
  private foretold: Foretold | null = null;
  private fits = 0; // done so far

  constructor(private readonly house: House, pool: Pool) {
    this.chart = new Chart(house, { name: 'Forecast of the loss', x: { label: 'step' }, y: { label: 'loss' }, synced: true });
    this.steps = numberControl(house, 'steps', 'Steps', 2, mostSteps, { log: true, whole: true });
    this.fit = new Question<Fitted>(pool, (answer) => this.heardFit(answer));
    this.prediction = new Question<Foretold>(pool, (answer) => this.heardTold(answer));
    this.warmup.addEventListener('change', () => this.update(this.runs));
    const like = button('Take schedules of the length and peak of these runs', () => this.takeLike());
    const files = fileButtons(house, [
      { label: 'Forecast as CSV', file: 'forecast.csv', type: 'text/csv', make: () => this.csv() },
      { label: 'Forecast as SVG', file: 'forecast.svg', type: 'image/svg+xml', make: () => this.svg() },
      { label: 'Forecast as PNG', file: 'forecast.png', type: 'image/png', make: () => pngOf(this.svg()) },
      { label: 'Law as JSON', file: 'law.json', type: 'application/json', make: () => `${JSON.stringify(this.fitted!.forecast, null, 2)}\n` },
    ]);
    const warmup = el('label', { class: 'field' }, el('span', { class: 'label' }, 'Warm-up steps of the runs, where their logs do not show it (--warmup)'), this.warmup);
    this.results.append(this.steps.element, el('div', { class: 'buttons' }, like), this.told, this.chart.element, el('div', { class: 'buttons' }, ...files), this.explained);
    this.element.append(el('h2', {}, 'Forecast'), this.status, el('div', { class: 'controls' }, this.results, warmup));
  }

  update(runs: Run[]): void {
    this.runs = runs;
    const fitted = this.fittedRuns();
    this.element.hidden = runs.length === 0;
    this.steps.update();
    if (fitted.length === 0) this.fit.reset(false);
    if (fitted.length === 0) return this.forget('Choose the runs to fit: a long constant, one that decays to 0, a cosine.');
    const warmup = this.warmup.value === '' ? {} : { warmup: this.warmup.valueAsNumber };
    const logs = fitted.map(({ log, schedule }) => ({ ...log, ...(schedule && { schedule }) }));
    const key = JSON.stringify([logs.map(({ run, schedule }) => [run, schedule]), warmup]);
    this.fit.ask(key, () => ({ do: 'fit', logs, ...warmup }), (report) => (report.kind === 'fitted' ? report.fitted : null));
    this.predict();
  }

  private takeLike(): void {
    const peak = Math.max(...this.fitted!.forecast.runs.map((run) => run.peak));
    this.house.store.change({ ...schedulesLike(this.fittedRuns(), peak), chosen: 0 }, true);
  }

  private fittedRuns(): Run[] {
    return this.runs.filter(({ isFitted }) => isFitted);
  }

  /** The worker broke. */
  broke(): void {
    for (const each of [this.fit, this.prediction]) each.reset(true);
  }

  private forget(words: string): void {
    this.fitted = this.foretold = null;
    this.results.hidden = true;
    this.status.textContent = words;
  }

  private heardFit(answer: Fitted | string): void {
    if (this.fittedRuns().length === 0) return;
    if (typeof answer === 'string') return this.forget(`No forecast: ${answer}.`);
    this.fitted = answer;
    ++this.fits;
    const { runs, mean } = answer;
    this.status.textContent =
      `${runs.length} ${runs.length === 1 ? 'run is' : 'runs are'} explained to ${mean.mae.toFixed(4)} of the loss on average, ` +
      `${runs.filter(({ covered }) => covered).length} of ${runs.length} last losses inside their 90 % intervals.`;
    this.explained.replaceChildren(tableElement(scores(answer), 'Runs that were fitted'), notes(answer.warnings));
    this.results.hidden = false;
    this.draw();
    this.predict();
  }

  private predict(): void {
    if (!this.fitted) return;
    const { steps, schedules } = this.house.store.state;
    const { forecast } = this.fitted;
    const key = JSON.stringify([this.fits, steps, schedules]);
    this.prediction.ask(key, () => ({ do: 'predict', forecast, steps, schedules }), (report) => (report.kind === 'told' ? report.told : null));
  }

  private heardTold(answer: Foretold | string): void {
    if (!this.fitted) return;
    if (typeof answer === 'string') return this.forget(`No forecast: ${answer}.`);
    this.foretold = answer;
    const { table, findings, refusals, warnings } = answer;
    this.told.replaceChildren(
      ...(table.rows.length ? [tableElement(table, 'Where the schedules end')] : []),
      ...refusals.map((words) => el('p', { class: 'refusal' }, `${words}.`)),
      notes(warnings),
    );
    this.chart.sentence(findings.join(' ') || 'What the laws say of the runs that were fitted; none of the schedules can be told.');
    this.draw();
  }

  private draw(): void {
    this.chart.set(this.series());
  }

  /** What is told, with its band, and what was measured, of each run and each schedule in its hue of the other charts. */
  private series(): Series[] {
    const runs = (this.fitted?.curves ?? []).flatMap((curve) => {
      const hue = this.runs.findIndex(({ log }) => log.run === curve.name);
      const measured = { name: `${curve.name}, measured`, x: curve.step, y: numbers(curve.measured ?? []), hue, thin: true };
      return hue < 0 ? [] : [measured, seriesOf(curve, curve.name, hue)];
    });
    const schedules = (this.foretold?.curves ?? []).flatMap((curve) => {
      const place = this.house.store.state.schedules.findIndex(({ name }) => name === curve.name);
      return place < 0 ? [] : [seriesOf(curve, `${curve.name} (forecast)`, (this.runs.length + place) % hues)];
    });
    return [...runs, ...schedules];
  }

  /** As that of etude forecast predict. */
  private csv(): string {
    const rows = (this.foretold?.curves ?? []).flatMap(({ name, step, loss, half_widths: half }) =>
      step.map((at, i) => [name, at, loss[i], loss[i] - half[i], loss[i] + half[i], '']),
    );
    return csv([['schedule', 'step', 'loss', 'low', 'high', 'measured'], ...rows]);
  }

  private svg(): string {
    const figure = { title: 'Loss', x: { label: 'step', log: false }, y: { label: 'loss', log: false } };
    return drawn(this.house, figure, this.series());
  }
}

function seriesOf({ step, loss, half_widths: half }: ToldCurve, name: string, hue: number): Series {
  return { name, x: step, y: loss, low: loss.map((each, i) => each - half[i]), high: loss.map((each, i) => each + half[i]), hue };
}

const notes = (warnings: string[]) => el('div', {}, ...warnings.map((words) => el('p', { class: 'note' }, `Note: ${words}.`)));

/** How well the runs are told; the whole of it is what etude forecast fit prints. */
function scores({ runs }: Fitted) {
  const fixed = (value: number | null) => (value === null ? '-' : value.toFixed(4));
  const titles = ['Run', 'R2', 'MAE', 'Final', '±', 'In'];
  return {
    columns: titles.map((title, i) => ({ title, is_text: i === 0 })),
    rows: runs.map((one) => [one.run, fixed(one.R2), fixed(one.mae), fixed(one.final_error), fixed(one.half_width), one.covered ? 'yes' : 'no']),
    notes: ['MAE: mean size of the error. Final: error of the last loss, ± half of its 90 % interval, In: is it inside.'],
  };
}
