// How a line looks: its colour, and a dash pattern for who cannot tell the colours apart.

const dashes = [[], [9, 4], [2, 4], [12, 4, 2, 4], [5, 3], [16, 5], [6, 3, 2, 3, 2, 3], [1, 2]];

export const hues = dashes.length;

/** Of hue 0 to 7, or -1: grey. */
export function dashOf(hue: number): number[] {
  return hue < 0 ? [] : dashes[hue % hues];
}

/** A colour of the style sheet by its name, as it is now: light, dark or forced. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function hueName(hue: number): string {
  return hue < 0 ? 'grey' : `hue-${hue % hues}`;
}

/** The colour, see-through: for bands. */
export function faded(of: string, share: number): string {
  return `color-mix(in srgb, ${of} ${100 * share}%, transparent)`;
}

/** A short piece of the line, as legends have it. */
export function swatch(hue: number, cross = false): SVGElement {
  const svg = shape('svg', { class: 'swatch', viewBox: '0 0 32 12', width: '32', height: '12', 'aria-hidden': 'true' });
  const line = shape('path', { d: 'M1 6H31', fill: 'none', 'stroke-width': '2.5', 'stroke-dasharray': dashOf(hue).join(' ') });
  line.style.stroke = `var(--${hueName(hue)})`;
  svg.append(line);
  if (cross) {
    const mark = shape('path', { d: 'M12 2L20 10M20 2L12 10', fill: 'none', 'stroke-width': '2' });
    mark.style.stroke = `var(--${hueName(hue)})`;
    svg.append(mark);
  }
  return svg;
}

function shape(tag: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Calls back when the colours are others: dark, forced. */
export function onColours(told: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
    matchMedia(query).addEventListener('change', told);
  }
}
