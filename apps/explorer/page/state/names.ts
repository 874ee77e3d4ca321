// Names of schedules: of letters, digits and blanks, each once, since tables and links tell schedules apart by them.

import type { Entry } from '../contract.ts';

const longest = 40;

/** What may stand in a name; "recipe" would read as a recipe's. */
export function cleanName(text: string): string {
  const name = text.replace(/[^\p{L}\p{N} ]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, longest);
  return name.toLowerCase() === 'recipe' ? '' : name;
}

/** Of a text without one: its words up to the first parenthesis, or a recipe's. */
export function nameFor(text: string): string {
  return cleanName(text.replace(/^recipe:/, '').split(/[(@]/)[0]) || 'schedule';
}

/** With a number behind it where another has it. */
export function freeName(name: string, others: Entry[]): string {
  const wanted = name || 'schedule';
  let free = wanted;
  for (let i = 2; others.some((other) => other.name === free); ++i) free = `${wanted} ${i}`;
  return free;
}
