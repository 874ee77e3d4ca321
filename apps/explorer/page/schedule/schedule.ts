// The schedule view: up to eight schedules as text, as sliders, and as curves whose joints can be dragged.

import type { Reading } from 'core-types';
import { Chart } from '../charts/chart.ts';
import { Refusal } from '../core/core.ts';
import type { House, View } from '../contract.ts';
import { type Control, flagControl, numberControl } from '../parts/controls.ts';
import { curves, sampled } from './curves.ts';
import { el } from '../parts/dom.ts';
import { Editor } from './editor.ts';
import { Export } from './export.ts';
import { mostSteps } from '../state/fields.ts';
import { joints } from './joints.ts';
import { noteItem } from './notes.ts';
import { picker } from './picker.ts';
import { Rows } from './rows.ts';
import { short } from '../charts/ticks.ts';
import type { Node, Tree } from './tree.ts';

export function scheduleView(house: House): View {
  let page: Page | null = null;
  return {
    name: 'schedule',
    title: 'Schedule',
    build: (host) => void (page = new Page(house, host)),
    update: () => page?.update(),
  };
}

class Page {
  private readonly rows: Rows;
  private readonly editor: Editor;
  private readonly export: Export;
  private readonly chart: Chart;
  private readonly others = el('div', { class: 'others' });
  private readonly otherCharts = new Map<string, Chart>();
  private readonly facts = el('dl', { class: 'facts' });
  private readonly notes = el('ul', { class: 'notes' });
  private readonly controls: Control[] = [];
  private readonly problem = el('p', { class: 'error', role: 'status' });
  private drawn = ''; // what the curves were drawn of

  constructor(private readonly house: House, host: HTMLElement) {
    const { list } = house;
    this.rows = new Rows(house);
    this.editor = new Editor(list, (tree, done) => this.rewrite(tree, done));
    this.export = new Export(house);
    this.chart = new Chart(house, { name: 'Learning rate by step', x: { label: 'step' }, y: { label: 'learning rate' }, height: 380, synced: true });
    const pick = picker(list, () => house.store.state.steps, {
      text: (text) => this.retype(text, true),
      tree: (change) => this.recast(change),
    });
    const left = el(
      'div',
      { class: 'side' },
      el('section', { class: 'card' }, el('h2', {}, 'Schedules'), this.rows.element),
      el('section', { class: 'card' }, el('h2', {}, 'Build'), pick, this.problem, this.editor.element),
    );
    const right = el(
      'div',
      {},
      el('section', { class: 'card first' }, this.toolbar(), this.chart.element, this.facts, this.others),
      el('section', { class: 'card' }, el('h2', {}, 'What to know before you train'), this.notes),
      this.export.element,
    );
    host.append(el('div', { class: 'columns' }, left, right));
  }

  update(): void {
    const { state } = this.house.store;
    this.rows.update();
    for (const control of this.controls) control.update();
    this.draw();
    const read = this.house.reads[state.chosen];
    if (read) this.editor.show(read.json, state.steps, String(state.chosen));
    else this.editor.clear();
    this.describe(read);
    this.export.update();
  }

  private toolbar(): HTMLElement {
    const steps = numberControl(this.house, 'steps', 'Steps', 2, mostSteps, { log: true, whole: true });
    this.controls.push(steps, flagControl(this.house, 'logX', 'Log steps'), flagControl(this.house, 'logY', 'Log rate'));
    return el('div', { class: 'toolbar' }, ...this.controls.map(({ element }) => element));
  }

  // ---- changes

  private retype(text: string, done: boolean): void {
    const begun = performance.now();
    const { schedules, chosen } = this.house.store.state;
    this.house.store.change({ schedules: schedules.map((entry, i) => (i === chosen ? { ...entry, text } : entry)) }, done);
    // The chart draws in a microtask of its own, which is in the queue before this one.
    queueMicrotask(() => performance.measure('redraw', { start: begun }));
  }

  /** A tree that the core refuses changes nothing: why is said, and the sliders go back. */
  private rewrite(tree: Tree, done: boolean): void {
    this.problem.textContent = '';
    try {
      this.retype(this.house.core.ask<{ spec: string }>({ do: 'print', json: tree }).spec, done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problem.textContent = error.message;
      this.update();
    }
  }

  private recast(change: (root: Node) => Node): void {
    const read = this.house.reads[this.house.store.state.chosen];
    const root = (read?.json.lr ?? { kind: 'constant', value: 0.05 }) as Node;
    this.rewrite({ ...(read?.json ?? { etude: 1 }), lr: change(root) }, true);
  }

  // ---- curves

  private draw(): void {
    const { schedules, steps, logX, logY, chosen } = this.house.store.state;
    const axes = { x: { label: 'step', log: logX }, y: { label: 'learning rate', log: logY } };
    this.chart.set(this.series('lr'), axes);
    this.chart.sentence(this.sentence());
    const read = this.house.reads[chosen];
    const root = read?.json.lr as Node | undefined;
    this.chart.handles(root ? joints(this.house.list, root, (moved, done) => this.rewrite({ ...read!.json, lr: moved }, done)) : []);

    const parts = new Set(this.house.reads.flatMap((one) => one?.parts ?? []));
    parts.delete('lr');
    const wanted = [...parts].join();
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.others.replaceChildren(...[...parts].map((part) => this.otherChart(part).element));
    }
    for (const part of parts) {
      const of = schedules.filter((_, i) => this.house.reads[i]?.parts.includes(part)).map((entry) => entry.name);
      this.otherChart(part).set(this.series(part), { x: axes.x });
      this.otherChart(part).sentence(`Of ${of.join(', ')}, over ${steps.toLocaleString('en')} steps.`);
    }
  }

  private otherChart(part: string): Chart {
    const title = part[0].toUpperCase() + part.slice(1);
    const chart = this.otherCharts.get(part) ?? new Chart(this.house, { name: `${title} by step`, x: { label: 'step' }, y: { label: part }, height: 220, synced: true });
    this.otherCharts.set(part, chart);
    return chart;
  }

  private series(part: string) {
    const { steps, logX } = this.house.store.state;
    return curves(this.house, part, sampled(steps, logX));
  }

  private sentence(): string {
    const { schedules, steps, chosen } = this.house.store.state;
    const read = this.house.reads[chosen];
    const count = schedules.length === 1 ? 'One schedule' : `${schedules.length} schedules`;
    const refused = this.house.reads.filter((one) => one === null).length;
    const own = read ? ` ${schedules[chosen].name} starts at ${short(read.first)}, peaks at ${short(read.peak)} and ends at ${short(read.last)}.` : '';
    return `${count} over ${steps.toLocaleString('en')} steps.${refused ? ` ${refused} cannot be read.` : ''}${own}`;
  }

  private describe(read: Reading | null): void {
    const fact = (name: string, value: string) => [el('dt', {}, name), el('dd', {}, value)];
    const { schedules, chosen } = this.house.store.state;
    this.facts.replaceChildren();
    this.notes.replaceChildren();
    if (!read) return void this.notes.append(el('li', {}, `${schedules[chosen].name} cannot be read yet.`));
    const facts = [
      fact('Peak', short(read.peak, 6)),
      fact('Sum of rates', short(read.sum_lr, 6)),
      fact('First', short(read.first, 6)),
      fact('Last', short(read.last, 6)),
      fact('Length', read.length === null ? 'endless' : `${read.length.toLocaleString('en')} steps`),
    ];
    this.facts.append(...facts.map((pair) => el('div', {}, ...pair)));
    this.notes.append(...read.notes.map(noteItem));
    if (read.notes.length === 0) this.notes.append(el('li', {}, 'Nothing in it should surprise you.'));
  }
}
