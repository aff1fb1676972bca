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

/** x: [outer, a, b, width] -> y: [outer, b, a, width], as heads are split and joined: (x, y, outer, a, b, width). */
function emitSwapMiddle(module: ModuleBuilder): void {
  module.function(
    'swapMiddle',
    Array.from({ length: 6 }, () => 'i32' as const),
    null,
    (f, parameters) => {
      const [x, y, outer, a, b, width] = parameters as [Local, Local, Local, Local, Local, Local];
      const rowBytes = f.let(i32.shl(width, 2));
      const stride = f.let(i32.mul(b, rowBytes));
      times(f, outer, () => {
        const column = f.let(x);
        times(f, b, () => {
          const row = f.let(column);
          times(f, a, () => {
            const from = f.let(row);
            overNumbers(f, width, [from, y], (lanes) => lanes.store(y, lanes.load(from)));
            f.increase(row, stride);
          });
          f.increase(column, rowBytes);
        });
        f.increase(x, i32.mul(a, stride));
      });
    },
  );
}

export function emitRows(module: ModuleBuilder): void {
  emitPickRows(module);
  emitAddRows(module);
  emitSwapMiddle(module);
}
