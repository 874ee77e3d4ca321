// The view of a person's own logs, beside the schedules. Files are read here and go nowhere, not into the link either.

import { Chart } from '../charts/chart.ts';
import type { House, View } from '../contract.ts';
import { flagControl } from '../parts/controls.ts';
import { curves, sampled } from '../schedule/curves.ts';
import { button, el } from '../parts/dom.ts';
import { type Log, readLog } from './log.ts';
import { hues, swatch } from '../charts/look.ts';

const mostLogs = 8;
const mostBytes = 50e6;
const mostPoints = 5000; // of a line: no screen shows more

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
  private logs: Log[] = [];
  private readonly list = el('ul', { class: 'logs' });
  private readonly errors = el('div', { class: 'error', role: 'alert' });
  private readonly charts = el('section', { class: 'card', hidden: true });
  private readonly loss: Chart;
  private readonly rate: Chart;
  private readonly controls;

  constructor(private readonly house: House, host: HTMLElement) {
    this.loss = new Chart(house, { name: 'Loss by step', x: { label: 'step' }, y: { label: 'loss' }, synced: true });
    this.rate = new Chart(house, { name: 'Learning rate of the logs and the schedules', x: { label: 'step' }, y: { label: 'learning rate' }, synced: true });
    this.controls = [flagControl(house, 'logX', 'Log steps'), flagControl(house, 'logY', 'Log rate and loss')];
    const input = el('input', { type: 'file', accept: '.csv,.tsv,.txt', multiple: true, class: 'unseen', tabindex: '-1', 'aria-label': 'Log files' });
    input.addEventListener('change', async () => {
      await this.take(input.files);
      input.value = ''; // so that the same file can be chosen again
    });
    const drop = el(
      'section',
      { class: 'card drop' },
      el('h2', {}, 'See your own run beside the schedules'),
      el('p', {}, 'Drop CSV files anywhere on this page, with columns step, lr and loss. They are read here: nothing leaves your machine.'),
      button('Choose files', () => input.click(), { class: 'main' }),
      input,
      this.errors,
      this.list,
    );
    this.charts.append(el('div', { class: 'toolbar' }, ...this.controls.map(({ element }) => element)), this.loss.element, this.rate.element);
    host.append(drop, this.charts);
  }

  async take(files: FileList | null): Promise<void> {
    this.errors.replaceChildren();
    for (const file of files ?? []) {
      try {
        if (this.logs.length >= mostLogs) throw new Error(`there is room for ${mostLogs} logs: remove one first`);
        if (file.size > mostBytes) throw new Error('it is larger than 50 MB: keep every tenth line of it');
        const name = file.name.replace(/\.\w+$/, '');
        this.logs.push(readLog(name, await file.text()));
        this.house.say(`${file.name} read.`);
      } catch (error) {
        this.errors.append(el('p', {}, `${file.name}: ${(error as Error).message}`));
      }
    }
    this.update();
  }

  update(): void {
    const { logX, logY } = this.house.store.state;
    for (const control of this.controls) control.update();
    this.list.replaceChildren(...this.logs.map((log, hue) => this.item(log, hue)));
    this.charts.hidden = this.logs.length === 0;
    if (this.logs.length === 0) return;
    const thinned = this.logs.map(thin);
    const losses = thinned.map((log, hue) => ({
      name: log.name,
      x: log.step,
      y: log.loss,
      hue,
      diverged: log.loss.some((loss) => loss === Infinity),
    }));
    const rates = thinned.flatMap((log, hue) => (log.lr ? [{ name: log.name, x: log.step, y: log.lr, hue }] : []));
    this.loss.set(losses, { x: { label: 'step', log: logX }, y: { label: 'loss', log: logY } });
    this.loss.sentence(`${counted(this.logs.length, 'log')}, of ${this.logs.map((log) => log.name).join(', ')}.`);
    this.rate.set([...rates, ...this.schedules(rates.length)], { x: { label: 'step', log: logX }, y: { label: 'learning rate', log: logY } });
    this.rate.sentence(`${counted(rates.length, 'log')} with a learning rate, beside ${counted(this.house.store.state.schedules.length, 'schedule')}.`);
  }

  /** In the hues that the logs leave. */
  private schedules(taken: number) {
    const { steps, logX } = this.house.store.state;
    const of = curves(this.house, 'lr', sampled(steps, logX));
    return of.map((series) => ({ ...series, name: `${series.name} (schedule)`, hue: (taken + series.hue) % hues }));
  }

  private item(log: Log, hue: number): HTMLElement {
    const remove = () => {
      this.logs = this.logs.filter((one) => one !== log);
      this.update();
      this.house.say(`${log.name} removed.`);
    };
    const what = `${log.step.length.toLocaleString('en')} rows${log.lr ? '' : ', without lr'}`;
    return el('li', {}, swatch(hue), el('span', {}, log.name), el('span', { class: 'muted' }, what), button('Remove', remove, { class: 'quiet', 'aria-label': `Remove ${log.name}` }));
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Evenly chosen rows, with the last. */
function thin(log: Log): Log {
  const count = log.step.length;
  if (count <= mostPoints) return log;
  const rows = Array.from({ length: mostPoints }, (_, i) => Math.round((i * (count - 1)) / (mostPoints - 1)));
  const picked = (list: number[]) => rows.map((row) => list[row]);
  return { name: log.name, step: picked(log.step), lr: log.lr && picked(log.lr), loss: picked(log.loss) };
}
