// A table of the core's as HTML.

import type { Table } from 'core-types';

/** Text is set as text: nothing in it is markup. */
export function tableElement(table: Table, caption: string): HTMLElement {
  const figure = document.createElement('div');
  figure.className = 'table';
  figure.tabIndex = 0;
  figure.setAttribute('role', 'region');
  figure.setAttribute('aria-label', caption);
  const element = document.createElement('table');
  element.createCaption().textContent = caption;
  const head = element.createTHead().insertRow();
  for (const column of table.columns) {
    const cell = document.createElement(column.title ? 'th' : 'td'); // a heading that says nothing is none
    if (cell instanceof HTMLTableCellElement && column.title) cell.scope = 'col';
    cell.textContent = column.title;
    if (!column.is_text) cell.className = 'number';
    head.append(cell);
  }
  const body = element.createTBody();
  for (const row of table.rows) {
    const line = body.insertRow();
    row.forEach((text, i) => {
      const cell = line.insertCell();
      cell.textContent = text;
      if (row.length === 1) cell.colSpan = table.columns.length; // a row that names those below it
      if (!table.columns[i]?.is_text) cell.className = 'number';
    });
  }
  figure.append(element);
  for (const note of table.notes) {
    const line = document.createElement('p');
    line.className = 'note';
    line.textContent = note;
    figure.append(line);
  }
  return figure;
}
