// A few workers and a queue. From file:// a worker cannot be loaded from a file, so its code comes along as a text.

import workerCode from 'text:worker';
import type { Answered, Order, Report, Request } from './messages.ts';

const mostWorkers = 4;

type Hear = (report: Report) => void;
type Job = Order & { hear: Hear };

const isLast = ({ kind }: Report) => ['trained', 'tuned', 'swept', 'read', 'fitted', 'told', 'refused'].includes(kind);

export class Pool {
  private readonly workers: { worker: Worker; job: Job | null }[] = [];
  private queue: Job[] = [];
  private last = 0;

  /** `fail` is told, in words, of a worker that broke; all jobs are dropped before. */
  constructor(
    private readonly module: WebAssembly.Module,
    private readonly fail: (words: string) => void,
  ) {}

  /** `hear` gets every report of the job, in order; never one after cancel(). */
  run(request: Request, hear: Hear): void {
    this.queue.push({ id: ++this.last, request, hear });
    this.hire();
    this.assign();
  }

  /** Drops all jobs. The next one starts workers afresh. */
  cancel(): void {
    for (const { worker } of this.workers) worker.terminate();
    this.workers.length = 0;
    this.queue = [];
  }

  private hire(): void {
    const most = Math.min(navigator.hardwareConcurrency || 1, mostWorkers);
    if (this.workers.length >= most || this.workers.some(({ job }) => !job)) return;
    const address = URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.onmessage = ({ data }: MessageEvent<Answered>) => this.heard(worker, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.cancel();
      this.fail(`A worker broke off: ${event.message || 'no reason was given'}. Try again with less.`);
    };
    worker.postMessage(this.module);
    this.workers.push({ worker, job: null });
  }

  private assign(): void {
    for (const place of this.workers) {
      if (place.job) continue;
      place.job = this.queue.shift() ?? null;
      if (place.job) place.worker.postMessage({ id: place.job.id, request: place.job.request } satisfies Order);
    }
  }

  private heard(worker: Worker, { id, report }: Answered): void {
    const place = this.workers.find((each) => each.worker === worker);
    const job = place?.job;
    if (!place || !job || job.id !== id) return; // a message that was on its way when all was cancelled
    if (isLast(report)) {
      place.job = null;
      this.assign();
    }
    job.hear(report);
  }
}
