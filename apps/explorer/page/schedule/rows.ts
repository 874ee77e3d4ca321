// The list of schedules: name and text of each, and beneath a text that is refused, why and where.

import type { Refusal } from '../core/core.ts';
import type { Entry, House } from '../contract.ts';
import { button, el } from '../parts/dom.ts';
import { longestText, mostSchedules } from '../state/fields.ts';
import { swatch } from '../charts/look.ts';
import { cleanName, freeName, nameFor } from '../state/names.ts';

interface Row {
  element: HTMLElement;
  name: HTMLInputElement;
  text: HTMLTextAreaElement;
  error: HTMLElement;
  refusal: Refusal | null;
}

export class Rows {
  readonly element = el('div', { class: 'rows' });
  private readonly list = el('ol', {});
  private readonly add = button('Add a schedule', () => this.insert({ name: 'cosine', text: 'cosine(from=0.05, steps=100%)' }));
  private rows: Row[] = [];

  constructor(private readonly house: House) {
    this.element.append(this.list, this.add);
  }

  update(): void {
    const { schedules, chosen } = this.house.store.state;
    while (this.rows.length < schedules.length) this.rows.push(this.row(this.rows.length));
    this.rows.length = schedules.length;
    // Only where their number changes: an element that is put in again loses the focus.
    if (this.list.childElementCount !== this.rows.length) this.list.replaceChildren(...this.rows.map((row) => row.element));
    this.add.disabled = schedules.length >= mostSchedules;
    this.rows.forEach((row, i) => {
      row.element.classList.toggle('chosen', i === chosen);
      row.element.setAttribute('aria-current', String(i === chosen));
      if (document.activeElement !== row.name) row.name.value = schedules[i].name;
      if (row.text.value !== schedules[i].text) row.text.value = schedules[i].text;
      this.explain(row, this.house.refusals[i]);
    });
  }

  private row(i: number): Row {
    const name = el('input', {
      class: 'name',
      'aria-label': `Name of schedule ${i + 1}`,
      maxlength: '40',
      spellcheck: 'false',
      onchange: () => {
        const others = this.house.store.state.schedules.filter((_, other) => other !== i);
        this.edit(i, { name: freeName(cleanName(name.value), others) }, true);
        name.value = this.house.store.state.schedules[i].name;
      },
    });
    const text = el('textarea', {
      'aria-label': `Schedule ${i + 1}`,
      'aria-describedby': `error-${i}`,
      rows: '2',
      maxlength: String(longestText),
      spellcheck: 'false',
      autocapitalize: 'off',
      oninput: () => this.edit(i, { text: text.value }, false),
      onchange: () => this.edit(i, { text: text.value }, true),
    });
    const error = el('div', { class: 'error', id: `error-${i}`, 'aria-live': 'polite' });
    const head = el(
      'div',
      { class: 'head' },
      swatch(i),
      name,
      button('Copy', () => this.insert(this.house.store.state.schedules[i]), { class: 'quiet', 'aria-label': `Copy schedule ${i + 1}` }),
      button('Remove', () => this.remove(i), { class: 'quiet', 'aria-label': `Remove schedule ${i + 1}` }),
    );
    const element = el('li', { onfocusin: () => this.choose(i), onclick: () => this.choose(i) }, head, text, error);
    return { element, name, text, error, refusal: null };
  }

  private edit(i: number, part: Partial<Entry>, commit: boolean): void {
    const schedules = this.house.store.state.schedules.map((entry, other) => (other === i ? { ...entry, ...part } : entry));
    this.house.store.change({ schedules }, commit);
  }

  private choose(i: number): void {
    const { chosen, schedules } = this.house.store.state;
    if (chosen !== i && i < schedules.length) this.house.store.change({ chosen: i }, false);
  }

  private insert(entry: Entry): void {
    const { schedules } = this.house.store.state;
    if (schedules.length >= mostSchedules) return this.house.say(`There is room for ${mostSchedules} schedules: remove one first.`, true);
    const added = { ...entry, name: freeName(entry.name || nameFor(entry.text), schedules) };
    this.house.store.change({ schedules: [...schedules, added], chosen: schedules.length }, true);
    this.rows[schedules.length].text.focus();
    this.house.say(`${added.name} added.`);
  }

  private remove(i: number): void {
    const { schedules, chosen } = this.house.store.state;
    if (schedules.length === 1) return this.house.say('One schedule must stay.', true);
    const left = schedules.filter((_, other) => other !== i);
    this.house.store.change({ schedules: left, chosen: Math.min(chosen > i ? chosen - 1 : chosen, left.length - 1) }, true);
    this.rows[Math.min(i, left.length - 1)].text.focus();
    this.house.say(`${schedules[i].name} removed.`);
  }

  private explain(row: Row, refusal: Refusal | null): void {
    row.text.setAttribute('aria-invalid', String(refusal !== null));
    if (row.refusal === refusal) return; // said already
    row.refusal = refusal;
    row.error.replaceChildren();
    if (!refusal) return;
    if (refusal.column !== null) row.error.append(pointer(row.text.value, refusal.column));
    row.error.append(el('p', {}, refusal.message));
  }
}

/** The text about a column, with a caret under it. */
function pointer(text: string, column: number): HTMLElement {
  const letters = [...text.replace(/\s/g, ' ')];
  const from = Math.max(0, column - 24);
  const before = from > 0 ? '…' : '';
  const line = before + letters.slice(from, column + 11).join('') + (letters.length > column + 11 ? '…' : '');
  return el('pre', { 'aria-hidden': 'true' }, `${line}\n${' '.repeat(before.length + column - 1 - from)}^`);
}
