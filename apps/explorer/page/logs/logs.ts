// The view of a person's own logs: beside the schedules, and what laws that explain them tell of these. Files are read
// here and go nowhere, not into the link either.

import type { LossLog, ManifestRow } from 'core-types';
import { Chart } from '../charts/chart.ts';
import { hues, swatch } from '../charts/look.ts';
import type { Series } from '../charts/chart.types.ts';
import type { House, View } from '../contract.ts';
import { Refusal } from '../core/core.ts';
import { Pool } from '../core/pool.ts';
import { flagControl } from '../parts/controls.ts';
import { button, el, field, toggle } from '../parts/dom.ts';
import { curves, sampled } from '../schedule/curves.ts';
import { ForecastCard } from './forecast.ts';
import { applyManifest, manifestRows, manifestText } from './manifest.ts';
import { type Ran, type Run, isKnown, lossesOf, ratesOf } from './run.ts';

const mostRuns = 16;
const fittedFirst = 4; // runs that are fitted unasked: a forecast needs two to four

export function logsView(house: House): View {
  let page: Page | null = null;
  return {
    name: 'logs',
    title: 'Your logs',
    build: (host) => void (page = new Page(house, host)),
    update: () => page?.update(),
    take: (files) => void page?.take(files),
  };
}

class Page {
  private runs: Run[] = [];
  private manifest: ManifestRow[] | null = null; // the last that was dropped
  private readonly pool: Pool;
  private readonly list = el('ul', { class: 'logs' });
  private readonly errors = el('div', { class: 'error', role: 'alert' });
  private readonly measure = el('input', { type: 'text', maxlength: '100', placeholder: 'eval_loss' });
  private readonly charts = el('section', { class: 'card', hidden: true });
  private readonly loss: Chart;
  private readonly rate: Chart;
  private readonly forecast: ForecastCard;
  private readonly controls;

  constructor(private readonly house: House, host: HTMLElement) {
    this.pool = new Pool(house.module, (words) => {
      this.forecast.broke();
      this.refuse(words);
    });
    this.forecast = new ForecastCard(house, this.pool);
    this.loss = new Chart(house, { name: 'Loss by step', x: { label: 'step' }, y: { label: 'loss' }, synced: true });
    this.rate = new Chart(house, { name: 'Learning rate of the logs and the schedules', x: { label: 'step' }, y: { label: 'learning rate' }, synced: true });
    this.controls = [flagControl(house, 'logX', 'Log steps'), flagControl(house, 'logY', 'Log rate and loss')];
    const input = el('input', { type: 'file', multiple: true, class: 'unseen', tabindex: '-1', 'aria-label': 'Log files' });
    input.addEventListener('change', async () => {
      await this.take(input.files);
      input.value = ''; // so that the same file can be chosen again
    });
    const drop = el(
      'section',
      { class: 'card drop' },
      el('h2', {}, 'See your own runs beside the schedules, and what they foretell'),
      el(
        'p',
        {},
        'Drop logs anywhere on this page: tables or lines of JSON with step, lr and loss, a trainer_state.json, an event file of TensorBoard. ' +
          'The logs of two to four runs tell where the schedules of this page would end; runs that are not fitted test that. ' +
          'A manifest (run,schedule,role) dropped with them says which are which. All is read and computed here: nothing leaves your machine.',
      ),
      el('div', { class: 'buttons' }, button('Choose files', () => input.click(), { class: 'main' }), field('Which loss, where a log has several (--loss)', this.measure)),
      input,
      this.errors,
      this.list,
    );
    this.charts.append(el('div', { class: 'toolbar' }, ...this.controls.map(({ element }) => element)), this.loss.element, this.rate.element);
    host.append(drop, this.forecast.element, this.charts);
  }

  async take(files: FileList | null): Promise<void> {
    this.errors.replaceChildren();
    const taken = [...(files ?? [])];
    const manifests = await Promise.all(taken.map(manifestText));
    const logs = await Promise.all(taken.map((file, i) => (manifests[i] === null ? this.read(file) : null)));
    logs.forEach((each, i) => each && this.add(taken[i].name, each));
    manifests.forEach((text, i) => text !== null && this.readManifest(taken[i].name, text));
    const of = manifests.some((text) => text !== null) ? this.runs : this.runs.filter((run) => logs.flat().some((log) => log?.run === run.log.run));
    if (this.manifest) applyManifest(this.manifest, of).forEach((words) => this.refuse(words));
    this.update();
  }

  private readManifest(name: string, text: string): void {
    try {
      this.manifest = manifestRows(this.house.core, name, text);
      this.house.say(`${name} read.`);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      this.refuse(problem.message);
    }
  }

  /** The runs of a log; null where it is refused, which is said. */
  private read(file: File): Promise<LossLog[] | null> {
    return new Promise((done) =>
      this.pool.run({ do: 'log', file, loss: this.measure.value.trim() }, (report) => {
        if (report.kind === 'refused') this.refuse(report.message);
        done(report.kind === 'read' ? report.logs : null);
      }),
    );
  }

  private add(file: string, logs: LossLog[]): void {
    for (const log of logs) {
      if (this.runs.length >= mostRuns) return this.refuse(`${file}: there is room for ${mostRuns} runs: remove one first`);
      const name = this.freeName(log.run || file.replace(/\.\w+$/, ''));
      const isFitted = log.rates.length > 0 && this.runs.filter((run) => run.isFitted).length < fittedFirst;
      this.runs.push({ log: { ...log, run: name }, isFitted, schedule: null });
    }
    this.house.say(`${file} read.`);
  }

  /** With a number behind it where another run has it. */
  private freeName(wanted: string): string {
    let free = wanted;
    for (let i = 2; this.runs.some(({ log }) => log.run === free); ++i) free = `${wanted} ${i}`;
    return free;
  }

  private refuse(words: string): void {
    this.errors.append(el('p', {}, words));
  }

  update(): void {
    const { logX, logY, schedules } = this.house.store.state;
    for (const control of this.controls) control.update();
    this.list.replaceChildren(...this.runs.map((run, hue) => this.item(run, hue)));
    this.charts.hidden = this.runs.length === 0;
    this.forecast.update(this.runs);
    if (this.runs.length === 0) return;
    const losses = this.runs.map(({ log }, hue) => lossesOf(log, hue));
    const rates = this.runs.flatMap(({ log }, hue) => (log.rates.length ? [ratesOf(log, hue)] : []));
    this.loss.set(losses, { x: { label: 'step', log: logX }, y: { label: 'loss', log: logY } });
    this.loss.sentence(`${counted(this.runs.length, 'log')}, of ${this.runs.map(({ log }) => log.run).join(', ')}.`);
    this.rate.set([...rates, ...this.schedules()], { x: { label: 'step', log: logX }, y: { label: 'learning rate', log: logY } });
    this.rate.sentence(`${counted(rates.length, 'log')} with a learning rate, beside ${counted(schedules.length, 'schedule')}.`);
  }

  /** In the hues that the logs leave. */
  private schedules(): Series[] {
    const { steps, logX } = this.house.store.state;
    const of = curves(this.house, 'lr', sampled(steps, logX));
    return of.map((series) => ({ ...series, name: `${series.name} (schedule)`, hue: (this.runs.length + series.hue) % hues }));
  }

  private item(run: Run, hue: number): HTMLElement {
    const { log } = run;
    const remove = () => {
      this.runs = this.runs.filter((one) => one !== run);
      this.update();
      this.house.say(`${log.run} removed.`);
    };
    const fitted = toggle('Fit', (on) => {
      run.isFitted = on;
      this.forecast.update(this.runs);
    });
    fitted.set(run.isFitted);
    fitted.element.querySelector('input')!.setAttribute('aria-label', `Fit ${log.run}`);
    const what = `${counted(log.steps.length, 'loss', 'losses')}${log.every > 1 ? `, one in ${log.every}` : ''}${log.rates.length ? '' : ', without lr'}`;
    const parts = [swatch(hue), el('span', {}, log.run), el('span', { class: 'muted' }, what), this.rates(run, () => fitted.set(run.isFitted))];
    return el('li', {}, ...parts, fitted.element, button('Remove', remove, { class: 'quiet', 'aria-label': `Remove ${log.run}` }));
  }

  /** The choice of the schedule that the run had; it stays when the page's schedules change. */
  private rates(run: Run, told: () => void): HTMLElement {
    const { schedules, steps } = this.house.store.state;
    const known = run.schedule ? [run.schedule] : [];
    const choices: (Ran | null)[] = [null, ...known, ...schedules.map((one) => ({ ...one, steps }))];
    const control = el('select', { 'aria-label': `Rates of ${run.log.run}` });
    const logged = run.log.rates.length ? 'rates as logged' : 'rates not known';
    control.append(...choices.map((one) => el('option', {}, one ? `ran with ${one.name}${one.steps ? `, ${one.steps} steps` : ''}` : logged)));
    control.selectedIndex = known.length;
    control.addEventListener('change', () => {
      run.schedule = choices[control.selectedIndex];
      run.isFitted = isKnown(run);
      told();
      this.forecast.update(this.runs);
    });
    return control;
  }
}

function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : nouns}`;
}
