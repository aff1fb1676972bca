import { describe, expect, it } from 'vitest';
import { type Machine, planBackends, preferred, threadCount } from '../../src/runtime/backends.ts';

const hardware: Machine = { webgl: 'hardware', renderer: 'ANGLE (some card)', wasm: true };
const software: Machine = { webgl: 'software', renderer: 'SwiftShader', wasm: true };
const none: Machine = { webgl: 'none', renderer: '', wasm: true };
const bare: Machine = { webgl: 'none', renderer: '', wasm: false };
const byRule = { choice: 'auto', chosenBy: 'rule', contextLost: false } as const;

const names = (plan: ReturnType<typeof planBackends>) => plan.order.map(({ backend }) => backend);

describe('by rule', () => {
  it('takes WebGL on a graphics card, and lets the models compare', () => {
    const plan = planBackends(byRule, hardware);
    expect(names(plan)).toEqual(['webgl', 'wasm', 'cpu']);
    expect(plan.compare).toBe(true);
  });

  it('takes WebAssembly where WebGL is software or missing, and says which', () => {
    expect(names(planBackends(byRule, software))).toEqual(['wasm', 'cpu']);
    expect(planBackends(byRule, software).order[0].reason).toMatch(
      /^WebAssembly, because WebGL would be computed/,
    );
    expect(planBackends(byRule, none).order[0].reason).toMatch(
      /^WebAssembly, because this browser offers no WebGL/,
    );
    expect(planBackends(byRule, software).compare).toBe(false);
  });

  it('takes JavaScript where there is nothing else', () => {
    expect(names(planBackends(byRule, bare))).toEqual(['cpu']);
  });

  it('takes WebAssembly after the graphics context was lost', () => {
    const plan = planBackends({ ...byRule, contextLost: true }, hardware);
    expect(names(plan)).toEqual(['wasm', 'cpu']);
    expect(plan.order[0].reason).toBe('WebAssembly, because the browser took the graphics card away.');
  });

  it('does not ask again for the context that was taken away, though the address does', () => {
    const plan = planBackends({ choice: 'webgl', chosenBy: 'address', contextLost: true }, hardware);
    expect(names(plan)).toEqual(['wasm', 'cpu']);
  });

  it('does not compare without WebAssembly', () => {
    expect(planBackends(byRule, { ...hardware, wasm: false }).compare).toBe(false);
  });
});

describe('by wish', () => {
  it.each(['webgl', 'wasm', 'cpu'] as const)('takes %s, though the rule says otherwise', (choice) => {
    const plan = planBackends({ choice, chosenBy: 'address', contextLost: false }, software);
    expect(plan.order[0].backend).toBe(choice);
    expect(plan.order[0].reason).toMatch(/because the address of the page asks for it\.$/);
    expect(plan.compare).toBe(false);
    expect(new Set(names(plan)).size).toBe(plan.order.length);
  });

  it('says what takes the place of a wish that fails', () => {
    const plan = planBackends({ choice: 'webgl', chosenBy: 'reader', contextLost: false }, none);
    expect(plan.order[0].reason).toBe('WebGL, as you chose.');
    expect(plan.order[1]?.reason).toBe('WebAssembly, because WebGL could not be started.');
  });
});

describe('by measurement', () => {
  it('takes WebAssembly from twice as fast on', () => {
    expect(preferred({ model: 'm', webgl: 20, wasm: 10 }).backend).toBe('wasm');
    expect(preferred({ model: 'm', webgl: 19.9, wasm: 10 }).backend).toBe('webgl');
  });

  it('says by how much', () => {
    expect(preferred({ model: 'm', webgl: 31, wasm: 10 }).reason).toMatch(/3\.1 times/);
    expect(preferred({ model: 'm', webgl: 5, wasm: 10 }).reason).toMatch(/2\.0 times/);
    expect(preferred({ model: 'm', webgl: 15, wasm: 10 }).reason).toMatch(/leaves the processor free/);
  });
});

it('leaves one processor to the page, uses four at most, and one without shared memory', () => {
  expect(threadCount({ isolated: true, processors: 2 })).toBe(1);
  expect(threadCount({ isolated: true, processors: 4 })).toBe(3);
  expect(threadCount({ isolated: true, processors: 16 })).toBe(4);
  expect(threadCount({ isolated: true, processors: 1 })).toBe(1);
  expect(threadCount({ isolated: false, processors: 16 })).toBe(1);
});
