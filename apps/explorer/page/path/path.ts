// The path view: an optimizer walks over a landscape of two parameters under every schedule.

import { Chart } from '../charts/chart.ts';
import type { Series } from '../charts/chart.types.ts';
import type { House, View } from '../contract.ts';
import { csv } from '../parts/csv.ts';
import { type Control, flagControl, numberControl, seedControl } from '../parts/controls.ts';
import { type Descent, descents, landscapeOf, lowest, mostSteps, pathRows, readsMomentum, stepsOf, summary } from './descents.ts';
import { el, select } from '../parts/dom.ts';
import { drawn, fileButtons } from '../training/files.ts';
import { PathMap } from './map.ts';

const mostNoise = 10;

const options = (of: { name: string }[]) => of.map(({ name }): [string, string] => [name, name]);

function landscapeControl({ store, list }: House): Control {
  const change = (name: string) => {
    const [startX, startY] = list.landscapes.find((each) => each.name === name)!.start;
    store.change({ landscape: name, startX, startY }, true);
  };
  const control = select({ label: 'Landscape', options: options(list.landscapes), value: store.state.landscape, change });
  return { element: control.element, update: () => control.set(store.state.landscape) };
}

function ruleControl({ store, list }: House): Control {
  const change = (rule: string) => store.change({ rule }, true);
  const control = select({ label: 'Optimizer', options: options(list.optimizers), value: store.state.rule, change });
  return { element: control.element, update: () => control.set(store.state.rule) };
}

/** A control that is there only where it does something. */
function onlyWhere({ element, update }: Control, matters: () => boolean): Control {
  return { element, update: () => (update(), void (element.hidden = !matters())) };
}

/** Cube roots are evenly spread: fine near 0, which a logarithm could not reach. */
function noiseControl({ store }: House): Control {
  const range: HTMLInputElement = el('input', { type: 'range', min: '0', max: '1', step: '0.01', oninput: () => tell(false), onchange: () => tell(true) });
  const words = el('output', {});
  const tell = (done: boolean): void => store.change({ noise: Number((mostNoise * range.valueAsNumber ** 3).toPrecision(3)) }, done);
  const update = () => {
    range.value = String(Math.cbrt(store.state.noise / mostNoise));
    words.value = String(store.state.noise);
    range.setAttribute('aria-valuetext', words.value);
  };
  const label = el('label', { class: 'field' }, el('span', { class: 'label' }, 'Noise of the gradient (s.d.) ', words), range);
  return { element: label, update };
}

class PathView implements View {
  readonly name = 'path';
  readonly title = 'Path';
  private readonly house: House;
  private readonly controls: Control[];
  private readonly map: PathMap;
  private readonly formula = el('p', { class: 'note' });
  private paths: Descent[] = [];
  private readonly limits = el('p', { class: 'refusal', role: 'status' });
  private readonly rates: Chart;
  private readonly losses: Chart;

  constructor(house: House) {
    this.house = house;
    const momentum = onlyWhere(numberControl(house, 'momentum', 'Momentum', 0, 0.999), () => readsMomentum(house));
    const seed = onlyWhere(seedControl(house, 'Seed of the noise'), () => house.store.state.noise > 0);
    this.controls = [landscapeControl(house), ruleControl(house), momentum, noiseControl(house), seed, flagControl(house, 'logX', 'Log steps')];
    this.map = new PathMap(house);
    const x = { label: 'step' };
    this.rates = new Chart(house, { name: 'Learning rate on the path', x, y: { label: 'learning rate' }, height: 200, synced: true });
    this.losses = new Chart(house, { name: 'Loss on the path', x, y: { label: 'loss', log: true }, height: 240, synced: true });
  }

  build(host: HTMLElement): void {
    const controls = this.controls.map(({ element }) => element);
    const side = el('div', { class: 'side' }, el('section', { class: 'card controls' }, ...controls, this.formula));
    const files = fileButtons(this.house, [
      { label: 'Paths as CSV', file: 'paths.csv', type: 'text/csv', make: () => csv(pathRows(this.paths)) },
      { label: 'Map as PNG', file: 'map.png', type: 'image/png', make: () => this.map.picture() },
      { label: 'Losses as SVG', file: 'path.svg', type: 'image/svg+xml', make: () => this.svg() },
    ]);
    const map = el('section', { class: 'card first' }, this.map.element, this.limits, el('div', { class: 'buttons' }, ...files));
    const charts = el('section', { class: 'card' }, this.losses.element, this.rates.element);
    host.append(el('div', { class: 'columns' }, side, el('div', {}, map, charts)));
  }

  update(): void {
    for (const control of this.controls) control.update();
    this.formula.textContent = this.explained();
    const paths = (this.paths = descents(this.house));
    this.limits.textContent = this.limit(paths);
    this.map.set(paths, summary(paths));
    const axis = { x: { label: 'step', log: this.house.store.state.logX } };
    this.losses.set(this.walked().map(lossSeries), axis);
    this.losses.sentence(lowest(paths));
    this.rates.set(this.walked().map((path) => this.rateSeries(path)), axis);
    this.rates.sentence(`The rates that the paths were walked with, over ${stepsOf(this.house)} steps.`);
  }

  private walked(): Descent[] {
    return this.paths.filter((path) => !path.refusal);
  }

  private svg(): string {
    const axes = { x: { label: 'step', log: this.house.store.state.logX }, y: { label: 'loss', log: true } };
    return drawn(this.house, { title: 'Loss on the path', ...axes }, this.walked().map(lossSeries));
  }

  private explained(): string {
    const { name, formula, meaning } = landscapeOf(this.house);
    const rule = this.house.list.optimizers.find((each) => each.name === this.house.store.state.rule);
    return `${name}: loss = ${formula}, ${meaning}. ${rule?.name}: ${rule?.meaning}.`;
  }

  /** Why a path is not as it was asked for; empty: they are. */
  private limit(paths: Descent[]): string {
    const refusals = paths.filter(({ refusal }) => refusal).map(({ name, refusal }) => `${name}: ${refusal}`);
    if (this.house.store.state.steps > mostSteps) refusals.push(`Of the steps, the first ${mostSteps} are walked here.`);
    return refusals.join(' ');
  }

  private rateSeries({ name, hue, divergedAt }: Descent): Series {
    const x = Float64Array.from({ length: divergedAt ?? stepsOf(this.house) }, (_, step) => step);
    return { name, hue, x, y: this.house.core.curve(hue, 0, x) ?? [], diverged: divergedAt !== null };
  }
}

function lossSeries({ name, hue, loss, divergedAt }: Descent): Series {
  return { name, hue, x: loss.map((_, step) => step), y: loss, diverged: divergedAt !== null };
}

export const pathView = (house: House): View => new PathView(house);
