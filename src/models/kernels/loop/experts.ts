/** Loops over memory for `../experts.ts`: which row goes to which expert, rows moved there and back, and the maps between. */
import { type Attributes, registerLoop } from './heap.ts';

export const lineUpKernel = 'LineUpForExperts';
export const dispatchKernel = 'DispatchRows';
export const dispatchGradientKernel = 'DispatchRowsGradient';
export const combineKernel = 'CombineRows';
export const combineGradientKernel = 'CombineRowsGradient';
export const groupedMapKernel = 'GroupedMap';
export const groupedMapGradientKernel = 'GroupedMapGradient';

type Arrays = readonly Float32Array[];
type Shapes = readonly (readonly number[])[];

const at = (values: Float32Array, index: number): number => values[index] as number;

function own(arrays: Arrays, index: number): Float32Array {
  const found = arrays[index];
  if (found === undefined) throw new Error(`The loop over experts lacks array ${index}.`);
  return found;
}

/** First choices come before second ones, tokens in their order; who comes to a full expert gets no seat: -1. */
function lineUp([index]: Arrays, outputs: Arrays, [shape = []]: Shapes, attributes: Attributes): void {
  if (index === undefined) throw new Error('There are no choices to line up.');
  const [seatOfChoice, tokenOfSeat, starts] = [own(outputs, 0), own(outputs, 1), own(outputs, 2)];
  const [tokens = 0, chosen = 0] = shape;
  const [experts, capacity] = [Number(attributes.experts), Number(attributes.capacity)];
  const counts = new Int32Array(experts);
  for (const expert of index) counts[expert] = Math.min(capacity, (counts[expert] ?? 0) + 1);
  starts[0] = 0;
  for (let expert = 0; expert < experts; expert++)
    starts[expert + 1] = at(starts, expert) + (counts[expert] ?? 0);
  counts.fill(0);
  tokenOfSeat.fill(-1);
  for (let choice = 0; choice < chosen; choice++) {
    for (let token = 0; token < tokens; token++) {
      const place = token * chosen + choice;
      const expert = at(index, place);
      const arrived = counts[expert] ?? 0;
      if (arrived >= capacity) {
        seatOfChoice[place] = -1;
        continue;
      }
      counts[expert] = arrived + 1;
      const seat = at(starts, expert) + arrived;
      seatOfChoice[place] = seat;
      tokenOfSeat[seat] = token;
    }
  }
}

function dispatch([x, tokenOfSeat]: Arrays, [y]: Arrays, [shape = []]: Shapes): void {
  if (!x || !tokenOfSeat || !y) throw new Error('There are no rows to send.');
  const width = shape[1] ?? 0;
  tokenOfSeat.forEach((token, seat) => {
    if (token < 0) y.fill(0, seat * width, (seat + 1) * width);
    else y.set(x.subarray(token * width, (token + 1) * width), seat * width);
  });
}

function dispatchGradient([dy, tokenOfSeat]: Arrays, [dx]: Arrays, [shape = []]: Shapes): void {
  if (!dy || !tokenOfSeat || !dx) throw new Error('There are no gradients to send back.');
  const width = shape[1] ?? 0;
  dx.fill(0);
  tokenOfSeat.forEach((token, seat) => {
    if (token < 0) return;
    for (let column = 0; column < width; column++)
      dx[token * width + column] = at(dx, token * width + column) + at(dy, seat * width + column);
  });
}

/** Each token adds up what its experts made, by their weights. */
function combine([made, seats, weights]: Arrays, [y]: Arrays, shapes: Shapes): void {
  if (!made || !seats || !weights || !y) throw new Error('There are no rows to add up.');
  const [width, chosen] = [shapes[0]?.[1] ?? 0, shapes[1]?.[1] ?? 1];
  y.fill(0);
  seats.forEach((seat, place) => {
    if (seat < 0) return;
    const to = Math.floor(place / chosen) * width;
    const weight = at(weights, place);
    for (let column = 0; column < width; column++)
      y[to + column] = at(y, to + column) + weight * at(made, seat * width + column);
  });
}

function combineGradient(
  [made, seats, weights, dy]: Arrays,
  [dMade, dWeights]: Arrays,
  shapes: Shapes,
): void {
  if (!made || !seats || !weights || !dy || !dMade || !dWeights)
    throw new Error('There are no gradients to hand out.');
  const [width, chosen] = [shapes[0]?.[1] ?? 0, shapes[1]?.[1] ?? 1];
  dMade.fill(0);
  seats.forEach((seat, place) => {
    dWeights[place] = 0;
    if (seat < 0) return;
    const from = Math.floor(place / chosen) * width;
    const weight = at(weights, place);
    let total = 0;
    for (let column = 0; column < width; column++) {
      const slope = at(dy, from + column);
      total += slope * at(made, seat * width + column);
      dMade[seat * width + column] = weight * slope;
    }
    dWeights[place] = total;
  });
}

/** rows, starts, then the weight of each expert, then, where there are, the biases. */
function groupedMap(inputs: Arrays, [y]: Arrays, shapes: Shapes): void {
  const [rows, starts] = [own(inputs, 0), own(inputs, 1)];
  const experts = starts.length - 1;
  const [depth = 0, columns = 0] = shapes[2] ?? [];
  if (y === undefined) throw new Error('There is no room for the answer.');
  for (let expert = 0; expert < experts; expert++) {
    const [weight, bias] = [own(inputs, 2 + expert), inputs[2 + experts + expert]];
    for (let row = at(starts, expert); row < at(starts, expert + 1); row++) {
      for (let column = 0; column < columns; column++) {
        let total = 0;
        for (let k = 0; k < depth; k++) total += at(rows, row * depth + k) * at(weight, k * columns + column);
        y[row * columns + column] = total + (bias ? at(bias, column) : 0);
      }
    }
  }
  y.fill(0, at(starts, experts) * columns);
}

/** rows, starts, dy, then the weights -> dRows, the gradient of each weight, and of each bias. */
function groupedMapGradient(inputs: Arrays, outputs: Arrays, shapes: Shapes, { bias }: Attributes): void {
  const [rows, starts, dy, dRows] = [own(inputs, 0), own(inputs, 1), own(inputs, 2), own(outputs, 0)];
  const experts = starts.length - 1;
  const [depth = 0, columns = 0] = shapes[3] ?? [];
  for (const output of outputs) output.fill(0);
  for (let expert = 0; expert < experts; expert++) {
    const [weight, dWeight] = [own(inputs, 3 + expert), own(outputs, 1 + expert)];
    const dBias = bias === true ? own(outputs, 1 + experts + expert) : null;
    for (let row = at(starts, expert); row < at(starts, expert + 1); row++) {
      for (let k = 0; k < depth; k++) {
        const value = at(rows, row * depth + k);
        let total = 0;
        for (let column = 0; column < columns; column++) {
          const slope = at(dy, row * columns + column);
          total += slope * at(weight, k * columns + column);
          dWeight[k * columns + column] = at(dWeight, k * columns + column) + value * slope;
        }
        dRows[row * depth + k] = total;
      }
      if (dBias === null) continue;
      for (let column = 0; column < columns; column++)
        dBias[column] = at(dBias, column) + at(dy, row * columns + column);
    }
  }
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

/** More experts than any model here has; those that there are come first. */
const most = numbered('more', 256);

export function registerExpertLoops(): void {
  registerLoop({
    name: lineUpKernel,
    inputs: ['index'],
    outputs: ([index], { experts }) => {
      const choices = (index?.shape[0] ?? 0) * (index?.shape[1] ?? 0);
      return [index?.shape ?? [], [choices], [Number(experts) + 1]];
    },
    run: lineUp,
  });
  registerLoop({
    name: dispatchKernel,
    inputs: ['x', 'tokenOfSeat'],
    outputs: ([x, tokenOfSeat]) => [[tokenOfSeat?.shape[0] ?? 0, x?.shape[1] ?? 0]],
    run: dispatch,
  });
  registerLoop({
    name: dispatchGradientKernel,
    inputs: ['dy', 'tokenOfSeat'],
    outputs: ([dy], { tokens }) => [[Number(tokens), dy?.shape[1] ?? 0]],
    run: dispatchGradient,
  });
  registerLoop({
    name: combineKernel,
    inputs: ['made', 'seats', 'weights'],
    outputs: ([made, seats]) => [[seats?.shape[0] ?? 0, made?.shape[1] ?? 0]],
    run: combine,
  });
  registerLoop({
    name: combineGradientKernel,
    inputs: ['made', 'seats', 'weights', 'dy'],
    outputs: ([made, , weights]) => [made?.shape ?? [], weights?.shape ?? []],
    run: combineGradient,
  });
  registerLoop({
    name: groupedMapKernel,
    inputs: ['rows', 'starts', 'weight'],
    optional: most,
    outputs: ([rows, , weight]) => [[rows?.shape[0] ?? 0, weight?.shape[1] ?? 0]],
    run: groupedMap,
  });
  registerLoop({
    name: groupedMapGradientKernel,
    inputs: ['rows', 'starts', 'dy', 'weight'],
    optional: most,
    outputs: ([rows, starts, , ...weights], { bias }) => {
      const shapes = weights.slice(0, (starts?.shape[0] ?? 1) - 1).map(({ shape }) => shape);
      return [
        rows?.shape ?? [],
        ...shapes,
        ...(bias === true ? shapes.map(([, columns = 0]) => [columns]) : []),
      ];
    },
    run: groupedMapGradient,
  });
}
