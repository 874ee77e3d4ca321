// Points on a chart that can be dragged: real buttons over the canvas, so that keys and screen readers reach them.

import type { Handle } from './chart.types.ts';
import { el } from '../parts/dom.ts';
import { short } from './ticks.ts';

/** Where on the element a point of the chart is, and back; in CSS pixels. */
export interface Place {
  to(x: number, y: number): [left: number, top: number];
  from(left: number, top: number): [x: number, y: number];
  /** Whether a point there is on the chart as it is zoomed. */
  shows(left: number): boolean;
}

const ways: Record<string, [right: number, up: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export class Handles {
  readonly element = el('div', { class: 'handles' });
  private of: Handle[] = [];
  private readonly place: () => Place | null;

  constructor(place: () => Place | null) {
    this.place = place;
  }

  /** Buttons stay where handles stay, so that a drag or the focus outlives every change that it makes. */
  set(handles: Handle[]): void {
    this.of = handles;
    while (this.element.childElementCount < handles.length) this.element.append(this.button(this.element.childElementCount));
    while (this.element.childElementCount > handles.length) this.element.lastElementChild!.remove();
    this.draw();
  }

  draw(): void {
    const place = this.place();
    if (!place) return;
    this.of.forEach((handle, i) => {
      const [left, top] = place.to(handle.x, handle.y);
      const button = this.element.children[i] as HTMLElement;
      button.hidden = !place.shows(left);
      button.style.transform = `translate(${left}px, ${top}px)`;
      button.setAttribute('aria-label', `${handle.name}: step ${short(handle.x)}, ${short(handle.y)}`);
    });
  }

  private button(index: number): HTMLButtonElement {
    const button = el('button', { type: 'button', class: 'handle' });
    button.addEventListener('pointerdown', (event) => this.drag(button, index, event));
    button.addEventListener('keydown', (event) => this.key(index, event));
    return button;
  }

  private drag(button: HTMLElement, index: number, down: PointerEvent): void {
    const place = this.place();
    if (!place) return;
    // The finger holds the handle where it took it, not at its middle.
    const [left, top] = place.to(this.of[index].x, this.of[index].y);
    const { x, y } = this.of[index];
    let isMoved = false; // a click changes nothing
    const at = (event: PointerEvent): [number, number] => {
      const [right, lower] = [event.clientX - down.clientX, event.clientY - down.clientY];
      const [toX, toY] = place.from(left + right, top + lower);
      return [right ? toX : x, lower ? toY : y];
    };
    const move = (event: PointerEvent) => {
      isMoved ||= event.clientX !== down.clientX || event.clientY !== down.clientY;
      if (isMoved) this.of[index]?.move(...at(event), false);
    };
    const end = (event: PointerEvent) => {
      for (const name of ['pointermove', 'pointerup', 'pointercancel'] as const) {
        button.removeEventListener(name, name === 'pointermove' ? move : end);
      }
      if (isMoved) this.of[index]?.move(...at(event), true);
    };
    button.setPointerCapture(down.pointerId);
    button.addEventListener('pointermove', move);
    button.addEventListener('pointerup', end);
    button.addEventListener('pointercancel', end);
  }

  /** One step, or a hundredth of the height; ten times that with Shift. */
  private key(index: number, event: KeyboardEvent): void {
    const way = ways[event.key];
    const place = this.place();
    const handle = this.of[index];
    if (!way || !place || !handle) return;
    event.preventDefault();
    const factor = event.shiftKey ? 10 : 1;
    const [left, top] = place.to(handle.x, handle.y);
    const y = way[1] === 0 ? handle.y : place.from(left, top - 2 * factor * way[1])[1];
    handle.move(handle.x + factor * way[0], y, true);
  }
}
