// What keys and fingers do, in a dialog.

import { button, el } from './dom.ts';

const sections: [string, [string, string][]][] = [
  [
    'On a chart',
    [
      ['← →', 'move the cursor, with Shift ten times as far'],
      ['Home, End', 'to the first and the last value'],
      ['+ −', 'closer, and back'],
      ['Esc', 'the whole range, and no cursor'],
      ['drag', 'with the mouse: closer; with a finger: move the cursor'],
    ],
  ],
  [
    'On a joint of a schedule',
    [
      ['drag, or ← → ↑ ↓', 'move lengths and rates of the pieces beside it; with Shift in larger steps'],
      ['Tab', 'to the next joint'],
    ],
  ],
  [
    'Elsewhere',
    [
      ['← → on the tabs', 'the view before, and the next'],
      ['?', 'this help'],
      ['Back', 'undoes the last change: all that you set is in the address, and a copy of it opens the same page'],
    ],
  ],
];

export function helpDialog(): HTMLDialogElement {
  const dialog = el('dialog', { 'aria-labelledby': 'help-title' });
  dialog.append(
    el('h2', { id: 'help-title' }, 'Keys and fingers'),
    ...sections.flatMap(([title, rows]) => [
      el('h3', {}, title),
      el('dl', { class: 'keys' }, ...rows.flatMap(([key, does]) => [el('dt', {}, key), el('dd', {}, does)])),
    ]),
    el('p', {}, 'The page is whole in one file. It computes with the same core as the command line and asks nothing of any other machine.'),
    button('Close', () => dialog.close(), { class: 'main' }),
  );
  return dialog;
}
