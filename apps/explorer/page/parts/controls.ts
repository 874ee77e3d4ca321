// Controls that each show and change one field of the state.

import type { House } from '../contract.ts';
import { slider, toggle } from './dom.ts';
import { type KeyOf, mostSeed } from '../state/fields.ts';

export interface Control {
  element: HTMLElement;
  update(): void;
}

type Ways = { log?: boolean; whole?: boolean; limits?: [number, number] };

export function numberControl({ store }: House, part: KeyOf<number>, label: string, least: number, most: number, ways: Ways = {}): Control {
  const input = (value: number, done: boolean) => store.change({ [part]: value }, done);
  const control = slider({ label, least, most, value: store.state[part], ...ways, input });
  return { element: control.element, update: () => control.set(store.state[part]) };
}

export const seedControl = (house: House, label = 'First seed') =>
  numberControl(house, 'seed', label, 0, 100, { whole: true, limits: [0, mostSeed] });

export function flagControl({ store }: House, part: KeyOf<boolean>, label: string): Control {
  const control = toggle(label, (on) => store.change({ [part]: on }, true));
  return { element: control.element, update: () => control.set(store.state[part]) };
}
