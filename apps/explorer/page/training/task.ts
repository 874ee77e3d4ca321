// The controls of the task that is trained: spirals, network, optimizer. Training and range test share them.

import type { House, State } from '../contract.ts';
import type { Control } from '../parts/controls.ts';
import { Refusal } from '../core/core.ts';
import { button, el, select, slider, toggle } from '../parts/dom.ts';

type Task = State['task'];

/** What makes the spirals harder, as data sources write it: "spirals:classes=3,noise=0.25". */
const difficulty = [
  { option: 'classes', label: 'Classes', value: 3, least: 2, most: 6, whole: true },
  { option: 'per_class', label: 'Samples of a class', value: 100, least: 20, most: 300, whole: true },
  { option: 'turn_radians', label: 'Turn of an arm (rad)', value: 4, least: 0, most: 12 },
  { option: 'noise', label: 'Noise of the angle (rad)', value: 0.25, least: 0, most: 1 },
];

const choices = [
  { field: 'norm', label: 'Normalisation', values: ['none', 'layer', 'batch'] },
  { field: 'init', label: 'Initialisation', values: ['he', 'xavier', 'normal', 'zero'] },
  { field: 'activation', label: 'Activation', values: ['relu', 'gelu', 'tanh'] },
];

const defaultOf = (house: House, field: string) => house.list.task.find(({ name }) => name === field)?.default ?? '';
const valueOf = (house: House, field: string) => house.store.state.task[field] ?? defaultOf(house, field);

/** The task with this field set; a field at its default is left out. */
function withField(house: House, field: string, value: string): Task {
  const { [field]: _, ...others } = house.store.state.task;
  return value === defaultOf(house, field) ? others : { ...others, [field]: value };
}

/** None of what is no spiral, or not written as one. */
function optionsOf(source: string): Map<string, string> {
  const pairs = /^spirals:(\w+=[^,]*(,\w+=[^,]*)*)$/.exec(source)?.[1].split(',') ?? [];
  return new Map(pairs.map((pair) => pair.split('=') as [string, string]));
}

/** The source with this option set; one at its default is left out. */
function withOption(source: string, option: string, value: number, standard: number): string {
  const options = optionsOf(source);
  if (value === standard) options.delete(option);
  else options.set(option, String(value));
  return options.size ? `spirals:${[...options].map((pair) => pair.join('=')).join(',')}` : 'spirals';
}

const widthsOf = (hidden: string) => (hidden === 'none' ? [] : hidden.split(',').map((width) => Number(width) || 64));
const hiddenOf = (depth: number, width: number) => (depth ? Array(depth).fill(width).join(',') : 'none');

type Change = (field: string, value: string, done: boolean) => void;

function spiralControls(house: House, change: Change): Control[] {
  return difficulty.map(({ option, value: standard, ...rest }) => {
    const source = () => valueOf(house, 'data');
    const value = () => Number(optionsOf(source()).get(option) ?? standard);
    const control = slider({
      ...rest,
      value: value(),
      input: (v, done) => change('data', withOption(source(), option, v, standard), done),
    });
    return { element: control.element, update: () => control.set(value()) };
  });
}

function networkControls(house: House, change: Change): Control[] {
  let width = 64; // is kept while there is no layer that has it
  const depth = () => widthsOf(valueOf(house, 'hidden')).length;
  const layers = slider({
    label: 'Hidden layers',
    value: depth(),
    least: 0,
    most: 5,
    whole: true,
    input: (v, done) => change('hidden', hiddenOf(v, width), done),
  });
  const units = slider({
    label: 'Width of a layer',
    value: width,
    least: 2,
    most: 128,
    whole: true,
    log: true,
    input: (v, done) => change('hidden', hiddenOf(depth(), (width = v)), done),
  });
  const updateUnits = () => units.set((width = widthsOf(valueOf(house, 'hidden'))[0] ?? width));
  return [
    { element: layers.element, update: () => layers.set(depth()) },
    { element: units.element, update: updateUnits },
  ];
}

function choiceControls(house: House, change: Change): Control[] {
  const rules = { field: 'optimizer', label: 'Optimizer', values: house.list.optimizers.map(({ name }) => name) };
  return [...choices, rules].map(({ field, label, values }) => {
    const options = values.map((name): [string, string] => [name, name]);
    const control = select({ label, options, value: valueOf(house, field), change: (v) => change(field, v, true) });
    return { element: control.element, update: () => control.set(valueOf(house, field)) };
  });
}

function backwardControl(house: House): Control {
  const { store } = house;
  const control = toggle('Backward pass as written in the post', (on) =>
    store.change({ backward: on ? 'as-written' : 'corrected' }, true),
  );
  const why = el('p', { class: 'note' });
  const update = () => {
    const asWritten = store.state.backward === 'as-written';
    control.set(asWritten);
    why.textContent = asWritten
      ? 'As written: the post’s code updates each layer before it pushes the gradient on through its weights.'
      : 'Corrected: the gradient goes back through the weights of the forward pass.';
  };
  return { element: el('div', {}, control.element, why), update };
}

/** What is wrong with the task as it is set, in the core's words; empty: nothing. */
export function wrongOf(house: House): string {
  const { task, seed, backward } = house.store.state;
  try {
    house.core.ask({ do: 'data', task, seed, backward });
    return '';
  } catch (problem) {
    if (problem instanceof Refusal) return problem.message;
    throw problem;
  }
}

/** What the task has from its link that no control shows: each can be taken back. */
function otherControl(house: House, shown: string[]): Control {
  const element = el('ul', { class: 'controls' });
  const update = () => {
    const { task } = house.store.state;
    const others = Object.keys(task).filter((name) => !shown.includes(name) || (name === 'data' && !task.data.startsWith('spirals')));
    element.hidden = !others.length;
    const reset = (name: string) => () => house.store.change({ task: withField(house, name, defaultOf(house, name)) }, true);
    element.replaceChildren(...others.map((name) => el('li', {}, `${name} = ${task[name]} `, button('Reset', reset(name), { 'aria-label': `Reset ${name}` }))));
  };
  return { element, update };
}

export function taskControls(house: House): Control {
  const change: Change = (field, value, done) => house.store.change({ task: withField(house, field, value) }, done);
  const spirals = spiralControls(house, change);
  const network = [...networkControls(house, change), ...choiceControls(house, change)];
  const backward = backwardControl(house);
  const others = otherControl(house, ['data', 'hidden', 'optimizer', ...choices.map(({ field }) => field)]);
  const wrong = el('p', { class: 'refusal', role: 'alert' });
  const group = (title: string, of: Control[]) =>
    el('fieldset', { class: 'controls' }, el('legend', {}, title), ...of.map(({ element }) => element));
  const update = () => {
    for (const control of [...spirals, ...network, backward, others]) control.update();
    wrong.textContent = wrongOf(house);
  };
  const details = el(
    'details',
    { class: 'task', open: true },
    el('summary', {}, 'Task'),
    group('Spirals', spirals),
    group('Network and optimizer', network),
    backward.element,
    others.element,
  );
  return { element: el('div', {}, details, wrong), update };
}
