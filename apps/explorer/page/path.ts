// The path view: an optimizer walks over a landscape of two parameters under every schedule.

import { Chart } from './chart.ts';
import type { Series } from './chart.types.ts';
import type { House, View } from './contract.ts';
import { type Descent, descents, landscapeOf, lowest, mostSteps, readsMomentum, stepsOf, summary } from './descents.ts';
import { el, select, slider } from './dom.ts';
import { PathMap } from './map.ts';

const mostNoise = 10;

interface Control {
  element: HTMLElement;
  update(): void;
}

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

function momentumControl(house: House): Control {
  const { store } = house;
  const input = (momentum: number, done: boolean) => store.change({ momentum }, done);
  const control = slider({ label: 'Momentum', value: store.state.momentum, least: 0, most: 0.999, input });
  const update = () => {
    control.element.hidden = !readsMomentum(house);
    control.set(store.state.momentum);
  };
  return { element: control.element, update };
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

function seedControl({ store }: House): Control {
  const input = (seed: number, done: boolean) => store.change({ seed }, done);
  const control = slider({ label: 'Seed of the noise', value: store.state.seed, least: 0, most: 100, whole: true, input });
  const update = () => {
    control.element.hidden = store.state.noise === 0;
    control.set(store.state.seed);
  };
  return { element: control.element, update };
}

class PathView implements View {
  readonly name = 'path';
  readonly title = 'Path';
  private readonly house: House;
  private readonly controls: Control[];
  private readonly map: PathMap;
  private readonly formula = el('p', { class: 'note' });
  private readonly words = el('p', { class: 'sentence' });
  private readonly limits = el('p', { class: 'refusal', role: 'status' });
  private readonly rates: Chart;
  private readonly losses: Chart;

  constructor(house: House) {
    this.house = house;
    this.controls = [landscapeControl, ruleControl, momentumControl, noiseControl, seedControl].map((make) => make(house));
    this.map = new PathMap(house);
    const x = { label: 'step' };
    this.rates = new Chart(house, { name: 'Learning rate on the path', x, y: { label: 'learning rate' }, height: 200, synced: true });
    this.losses = new Chart(house, { name: 'Loss on the path', x, y: { label: 'loss', log: true }, height: 240, synced: true });
  }

  build(host: HTMLElement): void {
    const controls = this.controls.map(({ element }) => element);
    const side = el('div', { class: 'side' }, el('section', { class: 'card controls' }, ...controls, this.formula));
    const map = el('section', { class: 'card first' }, this.map.element, this.words, this.limits);
    const charts = el('section', { class: 'card' }, this.losses.element, this.rates.element);
    host.append(el('div', { class: 'columns' }, side, el('div', {}, map, charts)));
  }

  update(): void {
    for (const control of this.controls) control.update();
    this.formula.textContent = this.explained();
    const paths = descents(this.house);
    this.words.textContent = summary(paths);
    this.limits.textContent = this.limit(paths);
    this.map.set(paths, summary(paths));
    this.losses.set(paths.map(lossSeries));
    this.losses.sentence(lowest(paths));
    this.rates.set(paths.filter((path) => !path.refusal).map((path) => this.rateSeries(path)));
    this.rates.sentence(`The rates that the paths were walked with, over ${stepsOf(this.house)} steps.`);
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
