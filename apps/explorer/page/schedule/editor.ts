// Sliders for a schedule, of what its kinds state about their own fields.

import type { CoreList, FieldStatement } from 'core-types';
import { button, el, field as labelled, select, slider } from '../parts/dom.ts';
import { short } from '../charts/ticks.ts';
import { kindOf, type Node, nodeAt, replaced, type Tree, type Value, type Way } from './tree.ts';

type Changed = (tree: Tree, done: boolean) => void;

interface Control {
  element: HTMLElement;
  set(value: Value | undefined): void;
}

export class Editor {
  readonly element = el('div', { class: 'editor' });
  private tree: Tree = {};
  private shape = '';
  private controls: (() => void)[] = []; // each shows what the tree says

  constructor(private readonly list: CoreList, private readonly changed: Changed) {}

  /** Sliders stay where the kinds stay, so that a drag goes on. */
  show(tree: Tree, steps: number, key: string): void {
    this.tree = tree;
    const shape = `${key} ${steps} ${this.parts().map(([name, node]) => name + shapeOf(node))}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.controls = [];
      this.element.replaceChildren(...this.parts().map(([part, node]) => this.nodeElement(part, node, [], steps)));
    }
    for (const control of this.controls) control();
  }

  clear(): void {
    this.shape = '';
    this.element.replaceChildren();
  }

  /** Not those of groups, which stay as the text has them. */
  private parts(): [string, Node][] {
    return Object.entries(this.tree).filter((entry): entry is [string, Node] => typeof (entry[1] as Node | null)?.kind === 'string');
  }

  private nodeElement(part: string, node: Node, way: Way, steps: number): HTMLElement {
    const kind = kindOf(this.list, node);
    const isNeeded = (info: FieldStatement) => info.required || info.name in node;
    const own = kind.fields.filter((info) => info.unit !== 'schedules');
    const title = el('legend', {}, part === 'lr' || way.length > 0 ? kind.name : `${part}: ${kind.name}`);
    const parent = way.length > 0 ? nodeAt(this.tree[part] as Node, way.slice(0, -1)) : null;
    const element = el('fieldset', { class: 'node' }, title, el('p', { class: 'meaning' }, kind.meaning, el('code', {}, kind.formula)));
    if (parent?.kind === 'then') {
      const take = () => this.tell(part, replaced(this.tree[part] as Node, way, null), true);
      element.append(button('Remove piece', take, { class: 'quiet', 'aria-label': `Remove piece ${kind.name}` }));
    }
    element.append(...own.filter(isNeeded).map((info) => this.control(part, way, info, steps)));
    const rest = own.filter((info) => !isNeeded(info));
    if (rest.length > 0) element.append(this.more(part, way, rest, steps));
    (node.of ?? []).forEach((child, i) => element.append(this.nodeElement(part, child, [...way, i], steps)));
    return element;
  }

  private more(part: string, way: Way, infos: FieldStatement[], steps: number): HTMLElement {
    const names = infos.map((info) => info.name).join(', ');
    return el('details', {}, el('summary', {}, `More: ${names}`), ...infos.map((info) => this.control(part, way, info, steps)));
  }

  private control(part: string, way: Way, info: FieldStatement, steps: number): HTMLElement {
    const node = () => nodeAt(this.tree[part] as Node, way);
    const change = (value: Value | undefined, done: boolean) => {
      const { [info.name]: _, ...others } = node();
      this.tell(part, replaced(this.tree[part] as Node, way, value === undefined ? (others as Node) : { ...node(), [info.name]: value }), done);
    };
    const control = controlFor(info, part, node()[info.name] as Value | undefined, steps, change);
    control.element.title = info.meaning;
    this.controls.push(() => control.set(node()[info.name] as Value | undefined));
    return control.element;
  }

  private tell(part: string, root: Node, done: boolean): void {
    this.changed({ ...this.tree, [part]: root }, done);
  }
}

/** What the sliders depend on: kinds, and which fields are given. */
function shapeOf(node: Node): string {
  return `${node.kind}(${Object.keys(node).sort().join()}:${(node.of ?? []).map(shapeOf).join()})`;
}

type Change = (value: Value | undefined, done: boolean) => void;

function controlFor(info: FieldStatement, part: string, value: Value | undefined, steps: number, change: Change): Control {
  const usual = info.default as Value | null;
  if (info.choices.length > 0) {
    const options = info.choices.map((choice): [string, string] => [choice, choice]);
    const box = select({ label: info.name, options, value: String(value ?? usual), change: (to) => change(to, true) });
    return { element: box.element, set: (to) => box.set(String(to ?? usual)) };
  }
  if (info.unit.startsWith('list')) return listControl(info, change);
  if (usual === 'endless') return endlessControl(info, change);
  const start = Number(value ?? usual ?? 0);
  const one = slider({ label: info.name, value: start, ...rangeFor(info, part, start, steps), describe: (at) => short(at), input: change });
  return { element: one.element, set: (to) => one.set(Number(to ?? usual ?? 0)) };
}

/** How far a slider goes: around what is there; the number beside it takes whatever the field takes. */
function rangeFor(info: FieldStatement, part: string, value: number, steps: number) {
  const limits: [number, number] = [info.least ?? -Infinity, info.most ?? Infinity];
  const within = (lowest: number, highest: number) => {
    const [least, most] = [Math.max(lowest, limits[0]), Math.min(highest, limits[1])];
    // A bound that is refused itself is no place of the slider.
    return { least: info.above_least && least === limits[0] ? least + (most - least) / 1000 : least, most, limits };
  };
  const whole = info.unit === 'steps' || info.unit === 'count';
  if (info.unit === 'rate' && part !== 'momentum') return { ...rates(value), log: true, zero: !info.above_least, limits };
  if (info.unit === 'rate' || info.unit === 'fraction') return within(0, Math.max(1, value));
  if (info.unit.startsWith('steps')) return { ...within(0, Math.max(steps, 2 * value)), whole };
  if (info.unit === 'count') return { ...within(0, Math.max(20, 2 * value)), whole };
  return within(value < 0 ? 3 * value : 0, Math.max(value < 0 ? 0 : 2, 3 * value));
}

function rates(value: number): { least: number; most: number } {
  return { least: Math.min(1e-6, value > 0 ? value / 10 : 1), most: Math.max(1, 10 * value) };
}

/** A number, or nothing: endless. */
function endlessControl(info: FieldStatement, change: Change): Control {
  const input = el('input', { type: 'number', placeholder: 'endless', min: '0', step: '1' });
  input.addEventListener('change', () => change(input.value === '' ? undefined : Math.max(0, Math.round(input.valueAsNumber)), true));
  return { element: labelled(info.name, input), set: (to) => void (input.value = typeof to === 'number' ? String(to) : '') };
}

/** Numbers with commas between. */
function listControl(info: FieldStatement, change: Change): Control {
  const input = el('input', { type: 'text', inputmode: 'decimal', spellcheck: 'false' });
  let shown = '';
  input.addEventListener('change', () => {
    const numbers = input.value.split(/[\s,;]+/).filter((text) => text !== '').map(Number);
    if (numbers.length > 0 && numbers.every(Number.isFinite)) change(numbers, true);
    else input.value = shown;
  });
  const set = (to: Value | undefined) => void (input.value = shown = (Array.isArray(to) ? to : []).join(', '));
  return { element: labelled(`${info.name} (numbers, commas between)`, input), set };
}
