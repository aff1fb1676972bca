/**
 * A small assembler for WebAssembly with SIMD (https://www.w3.org/TR/wasm-core-2/), so that our kernels are source
 * that one can read and change, with no compiler to install and no binary to trust. An expression is the bytes that
 * leave its value on the stack; a function is a list of statements over locals.
 */

export type ValueType = 'i32' | 'f32' | 'v128';

/** An expression: running `bytes` leaves one value of `type` on the stack. */
export interface Code {
  readonly type: ValueType;
  readonly bytes: readonly number[];
}

/** A local variable, which is also the expression that reads it. */
export interface Local extends Code {
  readonly index: number;
}

const valueTypes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const float = (value: number): number[] => [...new Uint8Array(new Float32Array([value]).buffer)];
const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};
const vector = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];

const code = (type: ValueType, operands: readonly Code[], bytes: readonly number[]): Code => ({
  type,
  bytes: [...operands.flatMap((operand) => operand.bytes), ...bytes],
});
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const binary = (type: ValueType, bytes: readonly number[]) => (a: Code, b: Code) => code(type, [a, b], bytes);
const unary = (type: ValueType, bytes: readonly number[]) => (a: Code) => code(type, [a], bytes);
const loading =
  (type: ValueType, bytes: readonly number[]) =>
  (address: Code, offset = 0) =>
    code(type, [address], [...bytes, 0, ...unsigned(offset)]);

export const i32 = {
  const: (value: number) => code('i32', [], [0x41, ...signed(value)]),
  add: binary('i32', [0x6a]),
  sub: binary('i32', [0x6b]),
  mul: binary('i32', [0x6c]),
  and: binary('i32', [0x71]),
  shl: (a: Code, bits: number) => code('i32', [a, i32.const(bits)], [0x74]),
  lessThan: binary('i32', [0x48]),
  /** Of addresses, which may lie beyond 2 GB. */
  below: binary('i32', [0x49]),
  equal: binary('i32', [0x46]),
  isZero: unary('i32', [0x45]),
  choose: (condition: Code, then: Code, otherwise: Code) => code('i32', [then, otherwise, condition], [0x1b]),
  load: loading('i32', [0x28]),
};

export const f32 = {
  const: (value: number) => code('f32', [], [0x43, ...float(value)]),
  add: binary('f32', [0x92]),
  sub: binary('f32', [0x93]),
  mul: binary('f32', [0x94]),
  div: binary('f32', [0x95]),
  max: binary('f32', [0x97]),
  sqrt: unary('f32', [0x91]),
  fromInt: unary('f32', [0xb2]),
  greater: binary('i32', [0x5e]),
  load: loading('f32', [0x2a]),
};

export const v128 = {
  load: loading('v128', simd(0x00)),
  /** One float32 into all four lanes. */
  loadSplat: loading('v128', simd(0x09)),
  const: (lanes: readonly number[]) =>
    code('v128', [], [...simd(0x0c), ...new Uint8Array(new Int32Array(lanes).buffer)]),
  and: binary('v128', simd(0x4e)),
  or: binary('v128', simd(0x50)),
  /** Bits of `a` where `mask` is set, of `b` elsewhere. */
  select: (a: Code, b: Code, mask: Code) => code('v128', [a, b, mask], simd(0x52)),
  /** Four lanes of eight: 0-3 of `a`, 4-7 of `b`. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]) =>
    code(
      'v128',
      [a, b],
      [...simd(0x0d), ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte))],
    ),
};

export const i32x4 = {
  add: binary('v128', simd(0xae)),
  shl: (a: Code, bits: number) => code('v128', [a, i32.const(bits)], simd(0xab)),
};

export const f32x4 = {
  splat: unary('v128', simd(0x13)),
  lane: (a: Code, lane: number) => code('f32', [a], [...simd(0x1f), lane]),
  add: binary('v128', simd(0xe4)),
  sub: binary('v128', simd(0xe5)),
  mul: binary('v128', simd(0xe6)),
  div: binary('v128', simd(0xe7)),
  sqrt: unary('v128', simd(0xe3)),
  abs: unary('v128', simd(0xe0)),
  neg: unary('v128', simd(0xe1)),
  /** The pseudo-minimum and -maximum: one instruction each, since they do not promise to pass NaN on. */
  min: (a: Code, b: Code) => code('v128', [a, b], simd(0xea)),
  max: (a: Code, b: Code) => code('v128', [a, b], simd(0xeb)),
  equal: binary('v128', simd(0x41)),
  less: binary('v128', simd(0x43)),
  /** a b + c, rounded once where the engine has it (relaxed SIMD), twice where not. */
  multiplyAdd: (a: Code, b: Code, c: Code, fused: boolean) =>
    fused ? code('v128', [a, b, c], simd(0x105)) : f32x4.add(c, f32x4.mul(a, b)),
};

/** The body of one function. */
export class FunctionBuilder {
  readonly body: number[] = [];
  readonly locals: ValueType[] = [];
  private readonly parameters: number;
  private readonly constants: ConstantPool;

  constructor(parameters: number, constants: ConstantPool) {
    this.parameters = parameters;
    this.constants = constants;
  }

  local(type: ValueType): Local {
    const index = this.parameters + this.locals.length;
    this.locals.push(type);
    return { type, index, bytes: [0x20, ...unsigned(index)] };
  }

  /** A new local that holds the value; for what is used more than once. */
  let(value: Code): Local {
    const local = this.local(value.type);
    this.set(local, value);
    return local;
  }

  set(local: Local, value: Code): void {
    this.body.push(...value.bytes, 0x21, ...unsigned(local.index));
  }

  increase(local: Local, by: Code): void {
    this.set(local, i32.add(local, by));
  }

  /**
   * Four copies of a number. Loaded from memory, since engines build a constant vector anew at every use: take it
   * before a loop, not in it.
   */
  constant(value: number): Local {
    return this.let(v128.loadSplat({ type: 'i32', bytes: [0x23, 0] }, this.constants.offset(value)));
  }

  store(address: Code, value: Code, offset = 0): void {
    const opcode = { v128: simd(0x0b), f32: [0x38], i32: [0x36] }[value.type];
    this.body.push(...address.bytes, ...value.bytes, ...opcode, 0, ...unsigned(offset));
  }

  /** Stores lane 0 alone. */
  storeLane(address: Code, value: Code): void {
    this.body.push(...address.bytes, ...value.bytes, ...simd(0x5a), 0, 0, 0);
  }

  /** Runs `body` while `condition`, which is tested first. */
  while(condition: () => Code, body: () => void): void {
    this.body.push(...condition().bytes, 0x04, 0x40, 0x03, 0x40);
    body();
    this.body.push(...condition().bytes, 0x0d, 0, 0x0b, 0x0b);
  }

  if(condition: Code, then: () => void, otherwise?: () => void): void {
    this.body.push(...condition.bytes, 0x04, 0x40);
    then();
    if (otherwise) {
      this.body.push(0x05);
      otherwise();
    }
    this.body.push(0x0b);
  }

  /** Leaves the value of the function on the stack: the last statement of a function with a result. */
  result(value: Code): void {
    this.body.push(...value.bytes);
  }
}

/** Numbers that lie in memory, at an address that the module is told when it starts. */
class ConstantPool {
  readonly values: number[] = [];

  offset(value: number): number {
    const known = this.values.indexOf(value);
    return 4 * (known >= 0 ? known : this.values.push(value) - 1);
  }
}

interface AssembledFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | null;
  readonly body: FunctionBuilder;
}

/** A module that imports its memory (`env.memory`) and the address of its constants (`env.constants`). */
export class ModuleBuilder {
  private readonly functions: AssembledFunction[] = [];
  private readonly constants = new ConstantPool();

  /** To be written to memory at `env.constants`. */
  get constantValues(): readonly number[] {
    return this.constants.values;
  }

  function(
    name: string,
    parameters: readonly ValueType[],
    result: ValueType | null,
    build: (f: FunctionBuilder, parameters: readonly Local[]) => void,
  ): void {
    const body = new FunctionBuilder(parameters.length, this.constants);
    build(
      body,
      parameters.map((type, index) => ({ type, index, bytes: [0x20, ...unsigned(index)] })),
    );
    this.functions.push({ name, parameters, result, body });
  }

  /** `shared` says whether the memory is one of threads; then its most pages must be the same as the memory's. */
  assemble(shared: { readonly maximumPages: number } | null): Uint8Array<ArrayBuffer> {
    const limits = shared === null ? [0x00, 0] : [0x03, 0, ...unsigned(shared.maximumPages)];
    const imports = [
      [...text('env'), ...text('memory'), 0x02, ...limits],
      [...text('env'), ...text('constants'), 0x03, valueTypes.i32, 0x00],
    ];
    const types = this.functions.map(({ parameters, result }) => [
      0x60,
      ...vector(parameters.map((type) => [valueTypes[type]])),
      ...vector(result === null ? [] : [[valueTypes[result]]]),
    ]);
    const bodies = this.functions.map(({ body }) => {
      const content = [...vector(body.locals.map((type) => [1, valueTypes[type]])), ...body.body, 0x0b];
      return [...unsigned(content.length), ...content];
    });
    return new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, vector(types)),
      ...section(2, vector(imports)),
      ...section(3, vector(this.functions.map((_, index) => unsigned(index)))),
      ...section(
        7,
        vector(this.functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)])),
      ),
      ...section(10, vector(bodies)),
    ]);
  }
}
