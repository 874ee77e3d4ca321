// A log of a training as CSV: columns step, lr and loss, by their headings or by their order.

export interface Log {
  name: string;
  step: number[];
  lr: number[] | null;
  loss: number[];
}

const wanted = 'a heading with step and loss, and lr if there is one, or two or three columns of numbers: step, loss or step, lr, loss';
const other: Record<string, string> = { iteration: 'step', iter: 'step', 'learning rate': 'lr', learning_rate: 'lr', train_loss: 'loss' };

/** Throws an Error that names the line and what was expected. */
export function readLog(name: string, text: string): Log {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = separatorOf(lines);
  const log: Log = { name, step: [], lr: null, loss: [] };
  let columns: { step: number; lr: number; loss: number } | null = null;
  lines.forEach((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const cells = cellsOf(line, separator);
    if (columns) return addRow(log, columns, cells, i + 1);
    const heading = cells.some((cell) => cell !== '' && Number.isNaN(asNumber(cell, separator)));
    columns = heading ? named(cells, i + 1) : ordered(cells.length, i + 1);
    if (columns.lr >= 0) log.lr = [];
    if (!heading) addRow(log, columns, cells, i + 1);
  });
  if (log.step.length === 0) throw new Error(`${name} has no rows: expected ${wanted}`);
  return log;

  function addRow(to: Log, at: { step: number; lr: number; loss: number }, cells: string[], line: number): void {
    const number = (column: string, index: number) => {
      const cell = cells[index] ?? '';
      const value = asNumber(cell, separator);
      // A loss may be nan or inf where a run diverged, or be missing.
      if (column !== 'loss' && !Number.isFinite(value)) throw new Error(`line ${line}: expected a number as ${column}, read "${cell}"`);
      if (Number.isNaN(value) && cell !== '' && !/^[+-]?nan$/i.test(cell)) throw new Error(`line ${line}: expected a number as ${column}, read "${cell}"`);
      return value;
    };
    const step = number('step', at.step);
    if (to.step.length > 0 && step <= to.step[to.step.length - 1]) {
      throw new Error(`line ${line}: expected a step above ${to.step[to.step.length - 1]}, read ${step}`);
    }
    to.step.push(step);
    if (to.lr) to.lr.push(number('lr', at.lr));
    to.loss.push(number('loss', at.loss));
  }
}

function named(cells: string[], line: number): { step: number; lr: number; loss: number } {
  const names = cells.map((cell) => other[cell.toLowerCase()] ?? cell.toLowerCase());
  const [step, lr, loss] = ['step', 'lr', 'loss'].map((name) => names.indexOf(name));
  if (step < 0 || loss < 0) throw new Error(`line ${line}: no column is called ${step < 0 ? 'step' : 'loss'}; expected ${wanted}`);
  return { step, lr, loss };
}

function ordered(count: number, line: number): { step: number; lr: number; loss: number } {
  if (count === 2) return { step: 0, lr: -1, loss: 1 };
  if (count === 3) return { step: 0, lr: 1, loss: 2 };
  throw new Error(`line ${line}: read ${count} ${count === 1 ? 'column' : 'columns'}; expected ${wanted}`);
}

/** The one that the first line has most of. */
function separatorOf(lines: string[]): string {
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const count = (mark: string) => first.split(mark).length;
  return ['\t', ';', ','].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}

/** Where ; or tabs part the cells, a comma may be the decimal point. */
function asNumber(cell: string, separator: string): number {
  const text = separator === ',' ? cell : cell.replace(',', '.');
  if (text === '') return NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text);
}

/** Cells of a line; in quotes a separator is text, and two quotes are one. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < line.length; ++i) {
    if (line[i] === '"' && quoted && line[i + 1] === '"') cell += line[++i];
    else if (line[i] === '"') quoted = !quoted;
    else if (line[i] === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += line[i];
  }
  return [...cells, cell.trim()];
}
