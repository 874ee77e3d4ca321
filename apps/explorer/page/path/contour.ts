// A landscape as a map: bands of equal height, closer together near the lowest, with lines between them.

import { colour } from '../charts/look.ts';

const bands = 16;
const cornersOfSide = 200;
const lowest = 1e-3; // of the whole range of heights: the first band's, as a logarithm needs a beginning

type Rgb = [number, number, number];

/** What a colour of the style sheet is in numbers. */
function rgb(name: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = colour(name);
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

const mixed = (a: Rgb, b: Rgb, share: number) => a.map((part, i) => part + (b[i] - part) * share) as Rgb;

/** Each height as its place among the bands, 0 to `bands`. */
function levels(heights: Float64Array): Float64Array {
  const least = heights.reduce((a, b) => Math.min(a, b));
  const range = heights.reduce((a, b) => Math.max(a, b)) - least;
  const scale = bands / Math.log(1 + 1 / lowest);
  return heights.map((height) => scale * Math.log(1 + (height - least) / range / lowest));
}

/** Between the four corners around a place, in units of corners. */
function between(of: Float64Array, x: number, y: number): number {
  const [left, below] = [Math.min(Math.floor(x), cornersOfSide - 2), Math.min(Math.floor(y), cornersOfSide - 2)];
  const [u, v] = [x - left, y - below];
  const at = below * cornersOfSide + left;
  const above = at + cornersOfSide;
  return (1 - v) * ((1 - u) * of[at] + u * of[at + 1]) + v * ((1 - u) * of[above] + u * of[above + 1]);
}

/** `heights(n)`: of the n x n corners, row by row from the lowest y. */
export function contourMap(heights: (n: number) => Float64Array, width: number, height: number): OffscreenCanvas {
  const level = levels(heights(cornersOfSide));
  const places = new Float64Array(width * height);
  for (let row = 0; row < height; ++row)
    for (let column = 0; column < width; ++column) {
      const x = (column / (width - 1)) * (cornersOfSide - 1);
      const y = (1 - row / (height - 1)) * (cornersOfSide - 1);
      places[row * width + column] = between(level, x, y);
    }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(painted(places, width, height), 0, 0);
  return canvas;
}

function painted(places: Float64Array, width: number, height: number): ImageData {
  const [ground, hill, line] = [rgb('card'), rgb('grey'), rgb('text')];
  const fills = Array.from({ length: bands + 1 }, (_, i) => mixed(ground, hill, (0.55 * i) / bands));
  const image = new ImageData(width, height);
  for (let i = 0; i < places.length; ++i) {
    const place = places[i];
    // How far the next pixels are away in bands: a line is one pixel wide, however steep the slope.
    const right = (i + 1) % width ? places[i + 1] : place;
    const slope = Math.abs(right - place) + Math.abs((places[i + width] ?? place) - place);
    const near = Math.max(0, 1 - Math.abs(place - Math.round(place)) / (slope || 1));
    const fill = mixed(fills[Math.floor(place)], line, place < 0.5 ? 0 : 0.3 * near);
    image.data.set([...fill, 255], 4 * i);
  }
  return image;
}
