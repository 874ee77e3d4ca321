// The guided path above the views: the words of the stop that the page stands at, and the way to the others.

import type { House } from '../contract.ts';
import { button, el } from '../parts/dom.ts';
import { keyOf, stands, stateAt } from '../state/state.ts';
import { type Scene, stops } from './stops.ts';

const linkOf = (stop: number) => `#v=1&stop=${stop}`;

export const storyLink = () => el('a', { class: 'button quiet', href: linkOf(1) }, 'Guided path');

export class Story {
  readonly element = el('section', { class: 'card story', 'aria-labelledby': 'story-title' });
  private readonly title = el('h2', { id: 'story-title' });
  private readonly words = el('div', { 'aria-live': 'polite' });
  private readonly steps = stops.map(({ title }, i) =>
    el('li', {}, el('a', { class: 'button', href: linkOf(i + 1), 'aria-label': `Stop ${i + 1}: ${title}` }, String(i + 1))),
  );
  private readonly next = el('a', { class: 'button main' });
  private said = '';

  constructor(private readonly house: House) {
    const leave = button('Leave the path', () => house.store.change({ stop: 0 }, true), { class: 'quiet' });
    const way = el('nav', { class: 'buttons', 'aria-label': 'Guided path' }, el('ol', {}, ...this.steps), this.next, leave);
    this.element.append(this.title, this.words, way);
  }

  update(): void {
    const { state } = this.house.store;
    this.element.hidden = state.stop === 0;
    if (!state.stop) return;
    this.title.textContent = `${state.stop} of ${stops.length}: ${stops[state.stop - 1].title}`;
    this.say(this.paragraphs());
    this.steps.forEach((step, i) => step.firstElementChild!.setAttribute('aria-current', i + 1 === state.stop ? 'step' : 'false'));
    this.lead(state.stop);
  }

  /** Only what is new is put in, so that it is read out once. */
  private say(paragraphs: string[]): void {
    if (paragraphs.join('\n') === this.said) return;
    this.said = paragraphs.join('\n');
    this.words.replaceChildren(...paragraphs.map((text) => el('p', {}, text)));
  }

  /** To the next stop, or back to this one where the reader has gone ways of their own. */
  private lead(stop: number): void {
    const isHere = this.isHere();
    const to = isHere ? stop + 1 : stop;
    this.next.hidden = to > stops.length;
    if (this.next.hidden) return;
    this.next.href = linkOf(to);
    this.next.textContent = isHere ? `Next: ${stops[to - 1].title}` : 'Return to this stop';
  }

  private isHere(): boolean {
    const { state } = this.house.store;
    const stop = stops[state.stop - 1];
    return state.view === stop.state.view && (stop.isOpen || stands(state, this.house.list));
  }

  private paragraphs(): string[] {
    const { store, list, reads, refusals, findings } = this.house;
    const { state } = store;
    if (!this.isHere()) return ['You have gone your own way from here: the page shows what you set.'];
    const found = (stop: number) => findings.get(keyOf(stateAt(list, stop))) ?? null;
    const read = reads[state.chosen];
    const scene: Scene = { state, read, refusal: refusals[state.chosen], reads, told: found(state.stop), before: found(state.stop - 1) };
    return stops[state.stop - 1].words(scene);
  }
}
