// What a schedule can be made of: kinds, recipes, and a line of each other library.

import type { CoreList } from 'core-types';
import { button, el, field } from '../parts/dom.ts';
import { after, before, made, wrapped } from './make.ts';
import type { Node } from './tree.ts';

/** A line of each library, as its users write it. */
const lines = [
  'torch.OneCycleLR(max_lr=0.1, total_steps=300)',
  'torch.CosineAnnealingLR(lr=0.1, T_max=300)',
  'hf.cosine(lr=0.05, num_warmup_steps=30, num_training_steps=300)',
  'optax.warmup_cosine_decay_schedule(init_value=0.0, peak_value=0.05, warmup_steps=30, decay_steps=300)',
  'keras.CosineDecay(initial_learning_rate=0.05, decay_steps=300)',
];

export interface Picked {
  /** Takes the place of the chosen schedule's text. */
  text(text: string): void;
  /** Makes another tree of the rate's. */
  tree(change: (root: Node) => Node): void;
}

export function picker(list: CoreList, steps: () => number, picked: Picked): HTMLElement {
  const group = (label: string, options: [string, string][]) =>
    el('optgroup', { label }, ...options.map(([value, text]) => el('option', { value }, text)));
  const takesOthers = (name: string) => list.kinds.find((kind) => kind.name === name)!.fields.some((one) => one.unit === 'schedules');
  const named = (kinds: CoreList['kinds']): [string, string][] => kinds.map((kind) => [`kind:${kind.name}`, `${kind.name}: ${kind.meaning}`]);
  const box = el(
    'select',
    { onchange: () => offer() },
    group('Kinds', named(list.kinds.filter((kind) => !takesOthers(kind.name)))),
    group('Around what is there', named(list.kinds.filter((kind) => takesOthers(kind.name) && kind.name !== 'then' && kind.name !== 'chain'))),
    group('Recipes', list.recipes.map((recipe) => [`text:recipe:${recipe.name}`, `${recipe.name}: ${recipe.meaning}`])),
    group('Lines of other libraries', lines.map((line) => [`text:${line}`, line.split('(')[0]])),
  );
  const kind = () => (box.value.startsWith('kind:') ? box.value.slice(5) : null);

  const use = button('Use it', () => {
    const name = kind();
    if (!name) picked.text(box.value.slice(5));
    else picked.tree((root) => (takesOthers(name) ? wrapped(list, root, name, steps()) : made(list, name, steps())));
  });
  const inFront = button('Put in front', () => picked.tree((root) => before(list, root, kind()!, steps())));
  const behind = button('Put behind', () => picked.tree((root) => after(list, root, kind()!, steps())));
  const warmup = button('Add a warm-up', () => picked.tree((root) => before(list, root, 'warmup', steps())));
  const offer = () => {
    const name = kind();
    const isPiece = name !== null && !takesOthers(name);
    use.textContent = isPiece || !name ? 'Replace' : 'Put around';
    inFront.disabled = behind.disabled = !isPiece;
  };
  box.value = 'kind:cosine';
  offer();
  return el('div', { class: 'picker' }, field('Build with', box), el('div', { class: 'buttons' }, use, inFront, behind, warmup));
}
