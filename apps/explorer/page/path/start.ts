// The point where all paths begin: a button over the map that can be dragged, or moved with the arrow keys.

import { el } from '../parts/dom.ts';

/** In shares of the map, from its left and upper edge. `done`: once, at the end of a movement. */
type Move = (x: number, y: number, done: boolean) => void;

const keyStep = 0.01; // of the map; ten times that with Shift
const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (share: number) => Math.min(Math.max(share, 0), 1);

export class Start {
  readonly element: HTMLButtonElement;
  private at: [number, number] = [0, 0];
  private pressed = false;

  constructor(private readonly move: Move) {
    this.element = el('button', {
      type: 'button',
      class: 'start',
      onpointerdown: (event: PointerEvent) => {
        this.pressed = true;
        this.element.setPointerCapture(event.pointerId);
      },
      onpointermove: (event: PointerEvent) => this.pressed && this.follow(event),
      onpointerup: () => this.release(),
      onpointercancel: () => this.release(),
      onkeydown: (event: KeyboardEvent) => this.step(event),
      onkeyup: (event: KeyboardEvent) => event.key in arrows && this.move(...this.at, true),
    });
  }

  set(x: number, y: number, name: string): void {
    this.at = [x, y];
    this.element.style.left = `${100 * within(x)}%`;
    this.element.style.top = `${100 * within(y)}%`;
    this.element.setAttribute('aria-label', name);
  }

  private follow(event: PointerEvent): void {
    const map = this.element.parentElement!.getBoundingClientRect();
    this.move(within((event.clientX - map.left) / map.width), within((event.clientY - map.top) / map.height), false);
  }

  private release(): void {
    if (this.pressed) this.move(...this.at, true);
    this.pressed = false;
  }

  private step(event: KeyboardEvent): void {
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault();
    const length = event.shiftKey ? 10 * keyStep : keyStep;
    this.move(within(this.at[0] + length * arrow[0]), within(this.at[1] + length * arrow[1]), false);
  }
}
