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
  etude_alloc(bytes: number): number;  // this and the next two: adapters/c/etude.h
  etude_free(at: number): number;
  etude_values_at(plan: number, part: number, steps: number, count: number, values: number): number;
  explorer_ask(at: number, bytes: number): number;
  explorer_reply(): number;
  explorer_numbers(): number;
  explorer_count(): number;
  explorer_log(at: number, bytes: number): void;
  explorer_plan(slot: number): number;
  explorer_train(run: number, updates: number): number;
  explorer_losses(run: number): number;
  explorer_regions(run: number, n: number, size: number): number;
  explorer_right(run: number): number;
  explorer_heights(landscape: number, n: number): number;
}

export class Core {
  private readonly core: Exports;

  constructor(module: WebAssembly.Module) {
    this.core = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
    this.core._initialize();
  }

  /** Throws a Refusal where the reply is one. */
  ask<Reply>(request: object): Reply {
    const bytes = this.give(new TextEncoder().encode(JSON.stringify(request)), (at, count) => this.core.explorer_ask(at, count));
    const reply = JSON.parse(new TextDecoder().decode(new Uint8Array(this.core.memory.buffer, this.core.explorer_reply(), bytes)));
    if (typeof reply.error === 'string') throw new Refusal(reply.error, reply.column ?? null);
    return reply as Reply;
  }

  /** The next bytes of the log that was begun. */
  log(piece: Uint8Array): void {
    this.give(piece, (at, count) => this.core.explorer_log(at, count));
  }

  /** The numbers beside the last reply. */
  numbers(): Float64Array {
    return this.doubles(this.core.explorer_numbers(), this.core.explorer_count());
  }

  /** The values of a part of a slot's plan at these steps; null where there is none. */
  curve(slot: number, part: number, steps: Float64Array): Float64Array | null {
    const at = this.core.etude_alloc(16 * steps.length);  // steps, then values
    const values = at + 8 * steps.length;
    new BigInt64Array(this.core.memory.buffer, at, steps.length).set(BigInt64Array.from(steps, (step) => BigInt(Math.trunc(step))));
    const status = this.core.etude_values_at(this.core.explorer_plan(slot), part, at, steps.length, values);
    const copy = status === 0 ? this.doubles(values, steps.length) : null;
    this.core.etude_free(at);
    return copy;
  }

  /** Trains a run on; all its losses so far. */
  train(run: number, updates: number): Float64Array {
    const count = this.core.explorer_train(run, updates);
    return this.doubles(this.core.explorer_losses(run), count);
  }

  /** The class of each of n x n cells of [-size, size]^2; null where the data is not in the plane. */
  regions(run: number, n: number, size: number): Uint8Array | null {
    const at = this.core.explorer_regions(run, n, size);
    return at ? new Uint8Array(this.core.memory.buffer, at, n * n).slice() : null;
  }

  /** How many training samples a run's network gives their own class. */
  right(run: number): number {
    return this.core.explorer_right(run);
  }

  /** The heights of a landscape at n x n corners. */
  heights(landscape: number, n: number): Float64Array {
    return this.doubles(this.core.explorer_heights(landscape, n), n * n);
  }

  /** Bytes of the core's memory, which must not grow while a slider is dragged. */
  get bytes(): number {
    return this.core.memory.buffer.byteLength;
  }

  /** Calls the core with these bytes in its memory. */
  private give<Given>(bytes: Uint8Array, call: (at: number, count: number) => Given): Given {
    const at = this.core.etude_alloc(bytes.length);
    new Uint8Array(this.core.memory.buffer, at, bytes.length).set(bytes);
    const given = call(at, bytes.length);
    this.core.etude_free(at);
    return given;
  }

  private doubles(at: number, count: number): Float64Array {
    return new Float64Array(this.core.memory.buffer, at, count).slice();
  }
}
