// HTML elements in a line each. Text is always set as text: nothing a user typed becomes markup.

type Attributes = Record<string, string | boolean | ((event: any) => void)>;

/** A function is a listener (onclick: click), true an attribute that is just there, false one that is not. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

export function button(text: string, onclick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return el('button', { type: 'button', ...attributes, onclick }, text);
}

/** A control under its label. */
export function field(label: string, control: HTMLElement): HTMLElement {
  return el('label', { class: 'field' }, el('span', { class: 'label' }, label), control);
}

export interface Select {
  element: HTMLElement;
  set(value: string): void;
}

export function select(of: {
  label: string;
  options: [value: string, text: string][];
  value: string;
  change(value: string): void;
}): Select {
  const control = el('select', { onchange: () => of.change(control.value) });
  for (const [value, text] of of.options) control.append(el('option', { value }, text));
  control.value = of.value;
  return { element: field(of.label, control), set: (value) => void (control.value = value) };
}

/** A switch: on or off. */
export function toggle(text: string, change: (on: boolean) => void): { element: HTMLElement; set(on: boolean): void } {
  const control = el('input', { type: 'checkbox', onchange: () => change(control.checked) });
  return { element: el('label', { class: 'toggle' }, control, text), set: (on) => void (control.checked = on) };
}

export interface Slider {
  element: HTMLElement;
  set(value: number): void;
}

const arrows: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/**
 * A slider with its number beside it. `log`: equal ways on the slider are equal factors. `input` hears every move, and
 * `done` is true at its end. The number beside it takes any value from `least` to `most`, or of wider `limits`.
 * `zero`: a logarithmic slider's lowest place is 0.
 */
export function slider(of: {
  label: string;
  value: number;
  least: number;
  most: number;
  log?: boolean;
  whole?: boolean;
  zero?: boolean;
  limits?: [least: number, most: number];
  describe?(value: number): string;
  input(value: number, done: boolean): void;
}): Slider {
  const forth = of.log ? Math.log : (value: number) => value;
  const back = of.log ? Math.exp : (value: number) => value;
  const [from, to] = [forth(of.least), forth(of.most)];
  const [lowest, highest] = of.limits ?? [of.zero ? 0 : of.least, of.most];
  const kept = (value: number) => Math.min(Math.max(of.whole ? Math.round(value) : value, lowest), highest);
  const notches = of.whole && !of.log ? to - from : 1000;
  let [now, key] = [of.value, 0]; // `key`: the way of the arrow that is pressed
  const name = { 'aria-label': of.label };
  const bounds = { ...(Number.isFinite(lowest) && { min: String(lowest) }), ...(Number.isFinite(highest) && { max: String(highest) }) };

  const range = el('input', {
    type: 'range',
    min: '0',
    max: String(notches),
    ...name,
    onkeydown: (event: KeyboardEvent) => void (key = arrows[event.key] ?? 0),
    onpointerdown: () => void (key = 0),
    oninput: () => tell(slid(), false),
    onchange: () => tell(now, true),
  });
  const number = el('input', { type: 'number', step: 'any', ...bounds, ...name });
  const set = (value: number) => {
    now = value;
    range.value = String(of.log && value <= 0 ? 0 : (notches * (forth(value) - from)) / (to - from));
    range.setAttribute('aria-valuetext', of.describe?.(value) ?? String(value));
    number.value = String(value);
  };
  // Three digits are as fine as a thumb can place it; what is typed is taken to the last digit.
  const slid = () => {
    if (of.zero && Number(range.value) === 0) return 0;
    const value = back(from + ((to - from) * Number(range.value)) / notches);
    const near = kept(of.whole ? value : Number(value.toPrecision(3)));
    return of.whole && near === now ? kept(now + key) : near;
  };
  const tell = (value: number, done: boolean) => {
    set(value);
    of.input(value, done);
  };
  number.addEventListener('change', () => {
    if (number.value !== '' && Number.isFinite(number.valueAsNumber)) tell(kept(number.valueAsNumber), true);
  });
  set(of.value);
  const head = el('span', { class: 'label', 'aria-hidden': 'true' }, of.label);
  return { element: el('div', { class: 'field slider' }, head, range, number), set };
}
