// The training view: a network learns the spirals under every schedule, from the same data and the same weights.

import { Chart } from '../charts/chart.ts';
import type { House, View } from '../contract.ts';
import { Refusal } from '../core/core.ts';
import { type Control, flagControl, numberControl, seedControl } from '../parts/controls.ts';
import { csv } from '../parts/csv.ts';
import { curves, sampled } from '../schedule/curves.ts';
import { button, el, toggle } from '../parts/dom.ts';
import { drawn, fileButtons } from './files.ts';
import type { Report, Told } from '../core/messages.ts';
import { Pool } from '../core/pool.ts';
import { Regions } from './regions.ts';
import { pngOf } from '../parts/save.ts';
import { tableElement } from '../parts/table.ts';
import { keyOf, stands } from '../state/state.ts';
import { taskControls, wrongOf } from './task.ts';
import { type Arm, armsOf, hasDiverged, lossLabel, lossRows, mostUpdates, peakSeries, peakWords, seedsOf, seriesOf, type Trial, tuned, updatesOf } from './trials.ts';

const redrawTime = 100; // ms: a chart of many curves is not drawn at every message

class TrainingView implements View {
  readonly name = 'training';
  readonly title = 'Training';
  private readonly house: House;
  private readonly pool: Pool;
  private readonly chart: Chart;
  private readonly regions: Regions;
  private readonly controls: Control[];
  private readonly rates: Chart;
  private readonly peaks: Chart;
  private readonly start = button('Train', () => (this.running ? this.stop('Stopped') : this.train()), { class: 'main' });
  private readonly status = el('p', { class: 'status' });
  private readonly stale = el('p', { class: 'stale', hidden: true }, 'Schedules or task have changed since: press Train to see what they give now.');
  private readonly results = el('section', { class: 'card results', hidden: true });
  private readonly files = el('div', { class: 'buttons', hidden: true });

  private arms: Arm[] = [];
  private key = ''; // of the state that was trained
  private logX = false;
  private logY = true;
  private steps = 0;
  private running = false;
  private told: Told | null = null;
  private timer = 0;
  private isFresh = true; // nothing was trained yet, or it was stopped by leaving: then it starts by itself

  constructor(house: House) {
    this.house = house;
    this.pool = new Pool(house.module, (words) => this.stop(words));
    this.regions = new Regions(house);
    const x = { label: 'step' };
    this.chart = new Chart(house, { name: 'Training loss by step', x, y: { label: 'loss', log: true }, synced: true });
    this.rates = new Chart(house, { name: 'Learning rate of the training', x, y: { label: 'learning rate' }, height: 200, synced: true });
    this.peaks = new Chart(house, { name: 'Loss by peak rate', x: { label: 'peak learning rate', log: true }, y: { label: 'final loss (median)', log: true }, height: 240 });
    this.controls = [
      numberControl(house, 'seeds', 'Seeds', 1, 10, { whole: true }),
      seedControl(house),
      flagControl(house, 'tune', 'Each schedule at its own peak'),
      taskControls(house),
      flagControl(house, 'logX', 'Log steps'),
    ];
    this.files.append(
      ...fileButtons(house, [
        { label: 'Losses as CSV', file: 'losses.csv', type: 'text/csv', make: () => csv(lossRows(this.arms)) },
        { label: 'Chart as SVG', file: 'losses.svg', type: 'image/svg+xml', make: () => this.svg() },
        { label: 'Chart as PNG', file: 'losses.png', type: 'image/png', make: () => pngOf(this.svg()) },
        { label: 'Comparison as JSON', file: 'comparison.json', type: 'application/json', make: () => this.json() },
      ]),
    );
  }

  build(host: HTMLElement): void {
    const log = toggle('Logarithmic loss', (on) => this.setLog(on));
    log.set(true);
    const card = (...children: Node[]) => el('section', { class: 'card' }, ...children);
    const controls = this.controls.map(({ element }) => element);
    const axes = el('div', { class: 'toolbar' }, controls.pop()!, log.element);
    const run = el('section', { class: 'card first' }, this.start, this.status, this.stale, this.chart.element, axes, this.rates.element, this.files);
    const learnt = el('h2', {}, 'What each network has learnt, first seed');
    const shown = el('div', {}, run, card(learnt, this.regions.element), this.results);
    host.append(el('div', { class: 'columns' }, el('div', { class: 'side' }, card(...controls)), shown));
    this.chart.sentence('Press Train to see the losses grow.');
  }

  update(): void {
    for (const control of this.controls) control.update();
    const { steps, logX, tune } = this.house.store.state;
    if (logX !== this.logX) {
      this.logX = logX;
      this.draw();
    }
    this.rates.set(curves(this.house, 'lr', sampled(steps, logX)), { x: { label: 'step', log: logX } });
    this.rates.sentence(`Of the schedules as they are typed${tune ? ', before each is scaled to its own peak' : ''}; with the cursor of the losses.`);
    const { state } = this.house.store;
    const changed = this.key !== keyOf(state);
    if (this.running && changed) this.stop('Stopped, as the settings changed');
    this.stale.hidden = !this.key || !changed;
    if (!this.key) this.status.textContent = this.tooMuch();
    if (this.isFresh || (changed && stands(state, this.house.list))) this.train();
  }

  leave(): void {
    if (!this.running) return;
    this.stop('Stopped, as the view was left');
    this.isFresh = true;
  }

  /** Why this would take too long; empty: it does not. */
  private tooMuch(): string {
    const updates = updatesOf(this.house);
    if (updates <= mostUpdates) return '';
    return `That would be ${updates.toLocaleString('en')} updates, and a page does at most ${mostUpdates.toLocaleString('en')}: take fewer steps, seeds or schedules.`;
  }

  private train(): void {
    this.isFresh = false;
    const refused = this.tooMuch() || wrongOf(this.house);
    const arms = armsOf(this.house);
    if (refused || !arms.length) return this.tell(refused || 'No schedule can be read: mend one first.');
    this.arms = arms;
    const { state } = this.house.store;
    this.key = keyOf(state);
    this.steps = state.steps;
    this.told = null;
    this.results.hidden = true;
    this.stale.hidden = true;
    this.files.hidden = false;
    this.regions.reset(arms);
    this.setRunning(true);
    this.tell(`Training ${arms.length} schedules with ${arms[0].trials.length} seeds each.`);
    if (state.tune) this.tune();
    else this.order();
  }

  /** Looks for the peak of each, and then trains them there. */
  private tune(): void {
    const { task, steps, seed, seeds, backward } = this.house.store.state;
    const arms = this.arms.map(({ name, text }) => ({ name, text }));
    this.pool.run({ do: 'tune', task, steps, seeds: seedsOf(seed, seeds), backward, arms }, (report) => this.hearTuning(report));
  }

  private hearTuning(report: Report): void {
    if (report.kind === 'refused') return this.stop(report.message);
    if (report.kind === 'tuning') this.status.textContent = `Looking for the peak of each: ${report.trials} trials done.`;
    if (report.kind !== 'tuned') return;
    this.told = report.told;
    this.arms = tuned(this.arms, report.told);
    this.order();
  }

  /** Seed by seed, so that all curves grow together. */
  private order(): void {
    const { task, steps, backward } = this.house.store.state;
    this.arms[0].trials.forEach((_, seed) =>
      this.arms.forEach((arm, place) => {
        const trial = arm.trials[seed];
        const request = { do: 'train', task, plan: arm.text, peak: arm.peak, steps, seed: trial.seed, backward, regions: seed === 0 } as const;
        this.pool.run(request, (report) => this.hear(place, trial, report));
      }),
    );
  }

  private hear(place: number, trial: Trial, report: Report): void {
    if (report.kind === 'refused') return this.stop(`${this.arms[place].name}: ${report.message}`);
    if (report.kind === 'regions') this.regions.set(place, report.cells, report.right);
    if (report.kind === 'trained') trial.outcome = report.outcome;
    if (report.kind === 'losses') for (const loss of report.losses) trial.losses.push(loss);
    this.timer ||= window.setTimeout(() => this.draw(), redrawTime);
    if (this.arms.every(({ trials }) => trials.every(({ outcome }) => outcome))) this.finish();
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    const x = { label: 'step', log: this.logX };
    this.chart.set(this.arms.map(seriesOf), { x, y: { label: lossLabel(this.arms), log: this.logY } });
    if (this.running) this.status.textContent = this.progress();
  }

  private progress(): string {
    const trials = this.arms.flatMap((arm) => arm.trials);
    const done = trials.filter(({ outcome }) => outcome).length;
    const updates = trials.reduce((sum, { losses }) => sum + losses.length, 0);
    const diverged = trials.filter(hasDiverged).length;
    return `${done} of ${trials.length} trials done, ${updates.toLocaleString('en')} updates${diverged ? `, ${diverged} diverged` : ''}.`;
  }

  private finish(): void {
    this.setRunning(false);
    this.draw();
    try {
      this.show(this.told ?? this.compared());
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      this.tell(`The trials are done, but cannot be compared: ${problem.message}`);
    }
  }

  private compared(): Told {
    const { task, steps, seed, seeds, backward } = this.house.store.state;
    const arms = this.arms.map(({ name, text, trials }) => ({ name, text, outcomes: trials.map(({ outcome }) => outcome) }));
    return this.house.core.ask<Told>({ do: 'compare', task, steps, seeds: seedsOf(seed, seeds), backward, arms });
  }

  private show(told: Told): void {
    this.told = told;
    this.chart.sentence(told.finding);
    this.status.textContent = `Done: ${this.progress()}`;
    this.house.say(told.finding);
    this.results.hidden = false;
    this.results.replaceChildren(...(told.comparison.tuned_on ? [this.peaks.element] : []), tableElement(told.table, 'All schedules'));
    if (told.pairs.rows.length) this.results.append(tableElement(told.pairs, 'Two and two'));
    this.peaks.set(peakSeries(told, this.arms));
    this.peaks.sentence(peakWords(told));
    this.setRunning(false);
    this.house.found(this.key, told);
  }

  private stop(why: string): void {
    const done = this.progress();
    this.pool.cancel();
    this.setRunning(false);
    this.draw();
    this.tell(`${why}. ${done}`);
  }

  private setRunning(running: boolean): void {
    this.running = running;
    this.start.textContent = running ? 'Stop' : 'Train';
    (this.files.lastElementChild as HTMLButtonElement).disabled = !this.told;
  }

  private setLog(log: boolean): void {
    this.logY = log;
    this.draw();
  }

  private tell(words: string): void {
    this.status.textContent = words;
    this.house.say(words);
  }

  private svg(): string {
    const figure = { title: `Training loss by step, ${this.steps} steps`, x: { label: 'step', log: this.logX }, y: { label: lossLabel(this.arms), log: this.logY } };
    return drawn(this.house, figure, this.arms.map(seriesOf));
  }

  private json(): string {
    return `${JSON.stringify(this.told?.comparison, null, 2)}\n`;
  }
}

export const trainingView = (house: House): View => new TrainingView(house);
