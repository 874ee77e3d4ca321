// The forecast: laws fitted to logs, how well they explain these, and where the page's schedules would end. It follows
// the logs and the schedules by itself; a worker computes it.

import type { Score } from 'core-types';
import { Chart } from '../charts/chart.ts';
import type { Series } from '../charts/chart.types.ts';
import { hues } from '../charts/look.ts';
import type { House } from '../contract.ts';
import type { Fitted, Foretold, KnownLog, Request, Report, ToldCurve } from '../core/messages.ts';
import type { Pool } from '../core/pool.ts';
import { type Control, numberControl } from '../parts/controls.ts';
import { csv } from '../parts/csv.ts';
import { button, el, field, toggle } from '../parts/dom.ts';
import { pngOf } from '../parts/save.ts';
import { tableElement } from '../parts/table.ts';
import { entryOf, longestText, mostSchedules, mostSteps } from '../state/fields.ts';
import { drawn, fileButtons } from '../training/files.ts';
import { type Run, isKnown, numbers, schedulesLike } from './run.ts';

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
  private isForced = false;

  constructor(private readonly house: House, pool: Pool) {
    this.chart = new Chart(house, { name: 'Forecast of the loss', x: { label: 'step' }, y: { label: 'loss' }, synced: true });
    this.steps = numberControl(house, 'steps', 'Steps', 2, mostSteps, { log: true, whole: true });
    this.fit = new Question<Fitted>(pool, (answer) => this.heardFit(answer));
    this.prediction = new Question<Foretold>(pool, (answer) => this.heardTold(answer));
    this.warmup.addEventListener('change', () => this.update(this.runs));
    const force = toggle('Tell of peaks of which the logs say nothing, too; such numbers are marked (--force)', (on) => {
      this.isForced = on;
      this.predict();
    });
    const like = button('Take schedules of the length and peak of these runs', () => this.takeLike());
    const files = fileButtons(house, [
      { label: 'Forecast as CSV', file: 'forecast.csv', type: 'text/csv', make: () => this.csv() },
      { label: 'Forecast as SVG', file: 'forecast.svg', type: 'image/svg+xml', make: () => this.svg() },
      { label: 'Forecast as PNG', file: 'forecast.png', type: 'image/png', make: () => pngOf(this.svg()) },
      { label: 'Law as JSON', file: 'law.json', type: 'application/json', make: () => `${JSON.stringify(this.fitted!.forecast, null, 2)}\n` },
    ]);
    const warmup = el('label', { class: 'field' }, el('span', { class: 'label' }, 'Warm-up steps of the runs, where their logs do not show it (--warmup)'), this.warmup);
    this.results.append(this.steps.element, this.adding(), force.element, el('div', { class: 'buttons' }, like), this.told, this.chart.element, el('div', { class: 'buttons' }, ...files), this.explained);
    this.element.append(el('h2', {}, 'Forecast'), this.status, el('div', { class: 'controls' }, this.results, warmup));
  }

  update(runs: Run[]): void {
    this.runs = runs;
    const fitted = this.fittedRuns();
    this.element.hidden = runs.length === 0;
    this.steps.update();
    if (fitted.length === 0) this.fit.reset(false);
    if (fitted.length === 0) return this.forget('Choose the runs to fit: a long constant, one that decays to 0, a cosine.');
    const [logs, warmup] = [fitted.map(knownLog), this.knownWarmup()];
    this.fit.ask(JSON.stringify([logs.map(nameOf), warmup]), () => ({ do: 'fit', logs, ...warmup }), (report) => (report.kind === 'fitted' ? report.fitted : null));
    this.predict();
  }

  private knownWarmup() {
    return this.warmup.value === '' ? {} : { warmup: this.warmup.valueAsNumber };
  }

  /** A line in which one more schedule of the page is typed, with a name before it or without. */
  private adding(): HTMLElement {
    const line = el('input', { type: 'text', maxlength: String(longestText), spellcheck: 'false', placeholder: 'wsd: wsd(1e-3, 25000, 300, 5000)' });
    const add = () => {
      const { schedules } = this.house.store.state;
      if (!line.value.trim()) return;
      if (schedules.length >= mostSchedules) return this.house.say(`There is room for ${mostSchedules} schedules: remove one first.`, true);
      const added = entryOf(line.value, schedules);
      line.value = '';
      this.house.store.change({ schedules: [...schedules, added] }, true);
      this.house.say(`${added.name} added.`);
    };
    line.addEventListener('keydown', (event) => event.key === 'Enter' && add());
    return el('div', { class: 'buttons' }, field('One more schedule to tell and to rank, NAME: SPEC', line), button('Add it', add));
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
    this.explained.replaceChildren(tableElement(scores(answer.runs), 'Runs that were fitted'), notes(answer.warnings));
    this.results.hidden = false;
    this.draw();
    this.predict();
  }

  private predict(): void {
    if (!this.fitted) return;
    const { steps, schedules } = this.house.store.state;
    const { forecast } = this.fitted;
    const logs = this.runs.filter((run) => !run.isFitted && isKnown(run)).map(knownLog);
    const more = { is_forced: this.isForced, ...this.knownWarmup() };
    const key = JSON.stringify([this.fits, steps, schedules, logs.map(nameOf), more]);
    this.prediction.ask(key, () => ({ do: 'predict', forecast, steps, schedules, logs, ...more }), (report) => (report.kind === 'told' ? report.told : null));
  }

  private heardTold(answer: Foretold | string): void {
    if (!this.fitted) return;
    if (typeof answer === 'string') return this.forget(`No forecast: ${answer}.`);
    this.foretold = answer;
    const { table, findings, refusals, warnings, ranked, ranking, tested } = answer;
    this.told.replaceChildren(
      ...(table.rows.length ? [tableElement(table, 'Where the schedules end')] : []),
      ...(ranked.length ? [tableElement(places(answer), 'Which ends lowest'), el('p', {}, ranking)] : []),
      ...(tested.length ? [tableElement(scores(tested), 'Runs that were not fitted')] : []),
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
    const runs = [...(this.fitted?.curves ?? []), ...(this.foretold?.tested_curves ?? [])].flatMap((curve) => {
      const hue = this.runs.findIndex(({ log }) => log.run === curve.name);
      const measured = { name: `${curve.name}, measured`, x: curve.step, y: numbers(curve.measured ?? []), hue, thin: true };
      return hue < 0 ? [] : [measured, seriesOf(curve, marked(curve), hue)];
    });
    const schedules = (this.foretold?.curves ?? []).flatMap((curve) => {
      const place = this.house.store.state.schedules.findIndex(({ name }) => name === curve.name);
      return place < 0 ? [] : [seriesOf(curve, `${marked(curve)} (forecast)`, (this.runs.length + place) % hues)];
    });
    return [...runs, ...schedules];
  }

  /** As that of etude forecast predict. */
  private csv(): string {
    const curves = this.foretold?.curves ?? [];
    const forced = (says: string) => (curves.some((curve) => curve.is_forced) ? [says] : []);
    const rows = curves.flatMap(({ name, step, loss, half_widths: half, is_forced }) =>
      step.map((at, i) => [name, at, loss[i], loss[i] - half[i], loss[i] + half[i], '', ...forced(is_forced ? 'yes' : '')]),
    );
    return csv([['schedule', 'step', 'loss', 'low', 'high', 'measured', ...forced('forced')], ...rows]);
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

const knownLog = ({ log, schedule }: Run): KnownLog => ({ ...log, ...(schedule && { schedule }) });
const nameOf = ({ run, schedule }: KnownLog) => [run, schedule];
const marked = ({ name, is_forced }: ToldCurve) => name + (is_forced ? ' (forced)' : '');
const fixed = (value: number | null) => (value === null ? '-' : value.toFixed(4));

/** As etude forecast rank. */
function places({ ranked, curves }: Foretold) {
  const titles = ['Schedule', 'Peak', 'Final', '±', 'Above', '±', 'Told'];
  const rows = ranked.map(({ schedule, final_loss, half_width, above, is_forced }, i) => {
    const peak = curves.find(({ name }) => name === schedule)!.peak;
    const told = above.is_told ? 'higher' : 'no difference';
    const beside = i === 0 ? ['-', '-', ''] : [fixed(above.difference), fixed(above.half_width), told];
    return [schedule, peak === null ? '-' : String(Number(peak.toPrecision(4))), fixed(final_loss) + (is_forced ? '!' : ''), fixed(half_width), ...beside];
  });
  return {
    columns: titles.map((title, i) => ({ title, is_text: i === 0 || i === 6 })),
    rows,
    notes: ['Final: by the law for values. Above: how far above the first by the law that chooses between schedules, which has the order; ± half of their 90 % intervals. !: forced.'],
  };
}

/** How well runs are told; the whole of it is what etude forecast fit and score print. */
function scores(runs: Score[]) {
  const titles = ['Run', 'R2', 'MAE', 'Final', '±', 'In'];
  return {
    columns: titles.map((title, i) => ({ title, is_text: i === 0 })),
    rows: runs.map((one) => [one.run, fixed(one.R2), fixed(one.mae), fixed(one.final_error) + (one.is_forced ? '!' : ''), fixed(one.half_width), one.covered ? 'yes' : 'no']),
    notes: ['MAE: mean size of the error. Final: error of the last loss, ± half of its 90 % interval, In: is it inside.'],
  };
}
