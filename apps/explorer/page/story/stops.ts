// The guided path: five stops, each a state of the page and words above it. Words are chosen by what the page has computed
// at that stop; before it has, they say what is asked.

import type { Reading } from 'core-types';
import type { State } from '../contract.ts';
import type { Refusal } from '../core/core.ts';
import type { Told } from '../core/messages.ts';
import { short } from '../charts/ticks.ts';

/** What there is to speak of. */
export interface Scene {
  state: Readonly<State>;
  read: Reading | null; // the chosen schedule
  refusal: Refusal | null;
  reads: (Reading | null)[];
  told: Told | null; // what the training of this stop found
  before: Told | null; // and that of the stop before, where it was computed
}

export interface Stop {
  title: string;
  state: Partial<State>;
  isOpen?: boolean; // its words follow what a reader changes; those of others are of their own state alone
  words(scene: Scene): string[]; // a paragraph each
}

const shapes = [
  { name: 'constant', text: 'constant(value=0.5)' },
  { name: 'cosine', text: 'cosine(from=0.5, steps=rest)' },
];
const task = { hidden: '16,16', norm: 'layer' };
const training: Partial<State> = { view: 'training', schedules: shapes, steps: 100, seeds: 5, task };
const pasted = (name: string, text: string): Partial<State> => ({ view: 'schedule', schedules: [{ name, text }], steps: 100 });

const now = 'It is being computed now, in this page.';

/** What lint says of the chosen schedule. */
function linted({ read, refusal }: Scene): string {
  if (!read) return `It cannot be read: ${refusal?.message ?? ''}`;
  const [first, ...more] = read.warnings;
  if (!first) return 'Lint has no warning for it.';
  return `Lint warns: ${first.text}; ${first.advice}.${more.length ? ` And of ${more.length} more, below.` : ''}`;
}

/** The arm that ends lower beyond chance; empty where none can be told. */
function winner({ verdicts }: Told): string {
  const [first] = verdicts;
  return first?.verdict === 'lower' ? first.best : first?.verdict === 'higher' ? first.other : '';
}

const listed = (parts: string[]) => parts.join(' and ');

const own = ({ comparison }: Told) => comparison.arms.filter((arm) => arm.control_of === undefined);

/** Where each schedule ends. */
function ends(told: Told): string {
  const each = own(told).map(({ name, final_loss: { median } }) => (median === null ? `${name} diverges` : `${name} ends at a loss of ${short(median, 3)}`));
  return `${listed(each)} (medians of ${told.comparison.seeds} seeds).`;
}

/** At which peak each schedule is trained. */
function peaks(told: Told): string {
  const each = own(told).map(({ name, peak, at_end }) => `${short(peak)}${at_end ? ', an end of what was tried,' : ''} for ${name}`);
  return `It takes a peak of ${listed(each)}.`;
}

/** The same question without what this stop adds. */
function earlier(how: string, { before }: Scene): string {
  if (!before) return '';
  const lower = winner(before);
  return lower ? ` ${how} ${lower} ended lower.` : ` ${how} no difference was detected.`;
}

function atOnePeak({ reads, told }: Scene): string[] {
  const [flat, curved] = reads.map((read) => short(read?.sum_lr ?? NaN));
  const lower = told && winner(told);
  const which = lower ? `So ${lower} wins, at this peak. ` : told ? 'At this peak no difference is detected. ' : '';
  return [
    `Both begin at a rate of ${short(reads[0]?.peak ?? NaN)} and train the same small network, on the same spirals, from the same seeds. ${told ? ends(told) : now}`,
    `${which}But one peak for both is not the same for both: over the run the rates of constant add up to ${flat}, those of cosine to ${curved}, and the peak may suit the one and not the other. Before a shape is blamed or praised, each needs a peak of its own. (Type 0.2 into both, train, and see whether the order stays.)`,
  ];
}

function atOwnPeaks(scene: Scene): string[] {
  const { told } = scene;
  const how = 'Now each is scaled to one peak after another, on seeds of their own, and trained where a fit of the losses is lowest: what etude compare --tune does.';
  if (!told) return [how, now];
  const lower = winner(told);
  const what = lower ? `At their own peaks ${lower} ends lower, beyond chance.` : 'At their own peaks no difference is detected.';
  return [`${how} ${peaks(told)}`, `${ends(told)} ${what}${earlier('At the same peak', scene)}`];
}

function withNoise(scene: Scene): string[] {
  const { told, state } = scene;
  const how = `Noise is switched on: an update sees ${state.task.batch} samples instead of all, so each gradient is off by chance. Peaks are looked for anew.`;
  if (!told) return [how, now];
  const lower = winner(told);
  const what =
    lower === 'cosine'
      ? 'With this noise decay pays: each at its own peak, cosine ends lower, beyond chance.'
      : lower
        ? `With this noise decay does not pay: ${lower} ends lower, beyond chance.`
        : 'With this noise no difference is detected: whether decay pays cannot be said.';
  return [`${how} ${peaks(told)}`, `${ends(told)} ${what}${earlier('Without noise', scene)}`];
}

export const stops: Stop[] = [
  {
    title: 'A faulty line, and what lint sees',
    state: pasted('pasted', 'torch.CosineAnnealingLR(lr=0.1, T_max=90)'),
    isOpen: true,
    words: (scene) => [
      `A line as it stands in a training script: ${scene.state.schedules[scene.state.chosen].text}. It is read by its library’s own rules; the curve below is the one that it gives in ${scene.state.steps} steps, before anything is trained.`,
      linted(scene),
    ],
  },
  { title: 'The same peak, two shapes', state: training, words: atOnePeak },
  { title: 'Each at its own peak', state: { ...training, tune: true }, words: atOwnPeaks },
  { title: 'Noise switched on', state: { ...training, tune: true, task: { ...task, batch: '20' } }, words: withNoise },
  {
    title: 'Your own line, and code to take home',
    state: pasted('mine', 'torch.CosineAnnealingLR(lr=0.1, T_max=100)'),
    isOpen: true,
    words: (scene) => [
      `Type or paste your own over this line: another library’s, or etude’s. ${linted(scene)}`,
      'Below it stands as code for the framework that you choose. Add a second schedule, and Training says whether it can be told from yours. The address holds all that you set.',
    ],
  },
];
