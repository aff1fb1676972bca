/** Rows of a table picked, added back and put in another order. */
import { f32x4, i32, type Local, type ModuleBuilder } from './assembler.ts';
import { overNumbers, times } from './vector-loops.ts';

/** y[i] = table[ids[i]]: (table, ids, y, count, width). */
function emitPickRows(module: ModuleBuilder): void {
  module.function(
    'pickRows',
    Array.from({ length: 5 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [table, ids, y, count, width] = parameters as [Local, Local, Local, Local, Local];
      times(f, count, () => {
        const from = f.let(i32.add(table, i32.shl(i32.mul(i32.load(ids), width), 2)));
        overNumbers(f, width, [from, y], (lanes) => lanes.store(y, lanes.load(from)));
        f.increase(ids, i32.const(4));
      });
    },
  );
}

/** table[ids[i]] += rows[i]: (rows, ids, table, count, width). */
function emitAddRows(module: ModuleBuilder): void {
  module.function(
    'addToRows',
    Array.from({ length: 5 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [rows, ids, table, count, width] = parameters as [Local, Local, Local, Local, Local];
      times(f, count, () => {
        const to = f.let(i32.add(table, i32.shl(i32.mul(i32.load(ids), width), 2)));
        overNumbers(f, width, [rows, to], (lanes) =>
          lanes.store(to, f32x4.add(lanes.load(to), lanes.load(rows))),
        );
        f.increase(ids, i32.const(4));
      });
    },
  );
}

/** z = x + y: (x, y, z, count). */
function emitAddNumbers(module: ModuleBuilder): void {
  module.function(
    'addNumbers',
    Array.from({ length: 4 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [x, y, z, count] = parameters as [Local, Local, Local, Local];
      overNumbers(f, count, [x, y, z], (lanes) => lanes.store(z, f32x4.add(lanes.load(x), lanes.load(y))));
    },
  );
}

/** Rows of numbers of four bytes, whatever they mean: (from, to, rows, width, bytes between rows of each). */
function emitCopyRows(module: ModuleBuilder): void {
  module.function(
    'copyRows',
    Array.from({ length: 6 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [from, to, rows, width, fromStride, toStride] = parameters as [
        ...[Local, Local, Local],
        ...[Local, Local, Local],
      ];
      times(f, rows, () => {
        const [source, target] = [f.let(from), f.let(to)];
        overNumbers(f, width, [source, target], (lanes) => lanes.store(target, lanes.load(source)));
        f.increase(from, fromStride);
        f.increase(to, toStride);
      });
    },
  );
}

export function emitRows(module: ModuleBuilder): void {
  emitPickRows(module);
  emitAddRows(module);
  emitAddNumbers(module);
  emitCopyRows(module);
}
