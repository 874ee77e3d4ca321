// The C++ core as an object: requests and replies as in core.h, numbers as copies of its memory.

/** A refusal by the core: one line that says what to type; `column` where a text was read. */
export class Refusal extends Error {
  constructor(message: string, readonly column: number | null) {
    super(message);
  }
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  etude_alloc(bytes: number): number;
  etude_free(at: number): void;
  etude_ask(at: number, bytes: number): number;
  etude_reply(): number;
  etude_numbers(): number;
  etude_count(): number;
  etude_curve(slot: number, part: number, steps: number, count: number): number;
  etude_train(run: number, updates: number): number;
  etude_losses(run: number): number;
  etude_regions(run: number, n: number, size: number): number;
  etude_right(run: number): number;
  etude_heights(landscape: number, n: number): number;
}

export class Core {
  private readonly core: Exports;

  constructor(module: WebAssembly.Module) {
    this.core = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.core._initialize();
  }

  /** Throws a Refusal where the reply is one. */
  ask<Reply>(request: object): Reply {
    const text = new TextEncoder().encode(JSON.stringify(request));
    const at = this.core.etude_alloc(text.length);
    new Uint8Array(this.core.memory.buffer, at, text.length).set(text);
    const bytes = this.core.etude_ask(at, text.length);
    this.core.etude_free(at);
    const reply = JSON.parse(new TextDecoder().decode(new Uint8Array(this.core.memory.buffer, this.core.etude_reply(), bytes)));
    if (typeof reply.error === 'string') throw new Refusal(reply.error, reply.column ?? null);
    return reply as Reply;
  }

  /** The numbers beside the last reply. */
  numbers(): Float64Array {
    return this.doubles(this.core.etude_numbers(), this.core.etude_count());
  }

  /** The values of a part of a slot's plan at these steps; null where there is none. */
  curve(slot: number, part: number, steps: Float64Array): Float64Array | null {
    const at = this.core.etude_alloc(8 * steps.length);
    new Float64Array(this.core.memory.buffer, at, steps.length).set(steps);
    const values = this.core.etude_curve(slot, part, at, steps.length);
    const copy = values ? this.doubles(values, steps.length) : null;
    this.core.etude_free(at);
    return copy;
  }

  /** Trains a run on; all its losses so far. */
  train(run: number, updates: number): Float64Array {
    const count = this.core.etude_train(run, updates);
    return this.doubles(this.core.etude_losses(run), count);
  }

  /** The class of each of n x n cells of [-size, size]^2; null where the data is not in the plane. */
  regions(run: number, n: number, size: number): Uint8Array | null {
    const at = this.core.etude_regions(run, n, size);
    return at ? new Uint8Array(this.core.memory.buffer, at, n * n).slice() : null;
  }

  /** How many training samples a run's network gives their own class. */
  right(run: number): number {
    return this.core.etude_right(run);
  }

  /** The heights of a landscape at n x n corners. */
  heights(landscape: number, n: number): Float64Array {
    return this.doubles(this.core.etude_heights(landscape, n), n * n);
  }

  /** Bytes of the core's memory, which must not grow while a slider is dragged. */
  get bytes(): number {
    return this.core.memory.buffer.byteLength;
  }

  private doubles(at: number, count: number): Float64Array {
    return new Float64Array(this.core.memory.buffer, at, count).slice();
  }
}
