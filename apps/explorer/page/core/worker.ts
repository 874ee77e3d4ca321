// A worker: trains what it is told, a few updates at a time, and reports on the way; reads logs and makes forecasts of
// them. It is stopped by ending it.

import { Core, Refusal } from './core.ts';
import { regionCells, regionSize } from './messages.ts';
import type { Answered, Fitted, Foretold, LogRequest, Order, Outcome, RangeDone, RangeRequest, Report, Sweep, Told, TrainRequest, TuneRequest } from './messages.ts';
import type { LossLog } from 'core-types';

const sliceTime = 30; // ms of training between two reports: curves grow smoothly, messages stay few
const regionsTime = 150; // ms between two pictures of the regions, which cost as much as a few updates
const logPiece = 4 << 20; // bytes of a log that are in memory at a time
const curvePoints = 500; // of a run that the comparison keeps

type Tell = (report: Report) => void;

/** How large a slice is changes when a report comes, never what is in it. */
function nextSlice(updates: number, took: number): number {
  if (took < sliceTime / 2) return updates * 2;
  return took > sliceTime ? Math.max(1, updates >> 1) : updates;
}

function train(core: Core, request: TrainRequest, tell: Tell): void {
  core.ask({ ...request, run: 0 });
  const tellRegions = () => {
    const cells = core.regions(0, regionCells, regionSize);
    if (cells) tell({ kind: 'regions', cells, right: core.right(0) });
  };
  let slice = 4;
  let told = 0;
  let drawn = -Infinity;
  for (;;) {
    const began = performance.now();
    const losses = core.train(0, slice);
    const now = performance.now();
    tell({ kind: 'losses', from: told, losses: losses.slice(told) });
    if (losses.length < told + slice) break;
    told = losses.length;
    slice = nextSlice(slice, now - began);
    if (!request.regions || now - drawn < regionsTime) continue;
    tellRegions();
    drawn = now;
  }
  if (request.regions) tellRegions();
  const { outcome } = core.ask<{ outcome: Outcome }>({ do: 'outcome', run: 0, points: curvePoints });
  tell({ kind: 'trained', outcome });
}

function tune(core: Core, request: TuneRequest, tell: Tell): void {
  core.ask(request);
  for (let trials = 1; ; ++trials) {
    const { compared } = core.ask<{ compared?: Told }>({ do: 'tune-go' });
    if (compared) return tell({ kind: 'tuned', told: compared });
    tell({ kind: 'tuning', trials });
  }
}

type Round = { done: false; sweeps: Sweep[] } | ({ done: true } & RangeDone);

function sweep(core: Core, request: RangeRequest, tell: Tell): void {
  core.ask(request);
  for (;;) {
    const round = core.ask<Round>({ do: 'range-go' });
    if (round.done) return tell({ kind: 'swept', range: round.range, table: round.table, rules: round.rules });
    tell({ kind: 'sweeps', sweeps: round.sweeps });
  }
}

async function read(core: Core, { file, loss }: LogRequest, tell: Tell): Promise<void> {
  core.ask({ do: 'log', name: file.name, loss });
  for (let at = 0; at < file.size; at += logPiece) core.log(new Uint8Array(await file.slice(at, at + logPiece).arrayBuffer()));
  tell({ kind: 'read', ...core.ask<{ logs: LossLog[] }>({ do: 'log-end' }) });
}

async function obey(core: Core, { id, request }: Order): Promise<void> {
  const tell: Tell = (report) => self.postMessage({ id, report } satisfies Answered);
  try {
    if (request.do === 'train') train(core, request, tell);
    else if (request.do === 'tune') tune(core, request, tell);
    else if (request.do === 'range') sweep(core, request, tell);
    else if (request.do === 'log') await read(core, request, tell);
    else if (request.do === 'fit') tell({ kind: 'fitted', fitted: core.ask<Fitted>(request) });
    else tell({ kind: 'told', told: core.ask<Foretold>(request) });
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    tell({ kind: 'refused', message: problem.message });
  }
}

let core: Core | null = null;
self.onmessage = ({ data }: MessageEvent<WebAssembly.Module | Order>) => {
  if (data instanceof WebAssembly.Module) core = new Core(data);
  else if (core) obey(core, data).catch((problem) => setTimeout(() => { throw problem; })); // so that the page is told
};
