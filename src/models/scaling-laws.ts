/**
 * How the loss falls with parameters and training tokens, as three papers fitted it, and the least squares by which a power law
 * is fitted to runs of one's own. Plain arithmetic.
 *
 * | term | meaning                                                            |
 * | ---- | ------------------------------------------------------------------ |
 * | N    | parameters; Kaplan et al. leave the embeddings out, the others not |
 * | D    | tokens read in training                                            |
 * | C    | operations of the training, about 6 N D                            |
 * | E    | the loss that no size and no amount of text removes                |
 */
import { fitLine } from './statistics.ts';

/** L = E + A / N^alpha + B / D^beta: Hoffmann et al. 2022, equation 2. */
export interface AdditiveLaw {
  readonly irreducible: number;
  readonly sizeFactor: number;
  readonly sizeExponent: number;
  readonly dataFactor: number;
  readonly dataExponent: number;
}

/** Hoffmann et al. 2022, approach 3, as printed. */
export const hoffmann: AdditiveLaw = {
  irreducible: 1.69,
  sizeFactor: 406.4,
  sizeExponent: 0.34,
  dataFactor: 410.7,
  dataExponent: 0.28,
};

/** Besiroglu et al. 2024: the same form, fitted again to points read off the same paper's plots. */
export const besiroglu: AdditiveLaw = {
  irreducible: 1.82,
  sizeFactor: 482.0,
  sizeExponent: 0.3478,
  dataFactor: 2085.4,
  dataExponent: 0.3658,
};

/** Kaplan et al. 2020, section 1.2: each of the two alone holds the loss back. */
export const kaplan = {
  size: { constant: 8.8e13, exponent: 0.076 },
  data: { constant: 5.4e13, exponent: 0.095 },
  /** The best size for a compute budget: parameters = 1.3e9 x (PF-days)^0.73 (their appendix A). */
  optimalSize: { constant: 1.3e9, exponent: 0.73 },
} as const;

/** A petaflop a second for a day. */
export const petaflopDay = 1e15 * 24 * 60 * 60;

/** A forward pass takes 2 operations a parameter and token, a backward pass twice as many. */
export const trainingOperations = (parameters: number, tokens: number): number => 6 * parameters * tokens;

export function additiveLoss(law: AdditiveLaw, parameters: number, tokens: number): number {
  return (
    law.irreducible +
    law.sizeFactor / parameters ** law.sizeExponent +
    law.dataFactor / tokens ** law.dataExponent
  );
}

export const kaplanSizeLoss = (parameters: number): number =>
  (kaplan.size.constant / parameters) ** kaplan.size.exponent;

export interface Allocation {
  readonly parameters: number;
  readonly tokens: number;
}

/** Where the loss is least among all N and D with 6 N D = C: Hoffmann et al. 2022, equation 4. */
export function optimalAllocation(law: AdditiveLaw, operations: number): Allocation {
  const { sizeExponent: alpha, dataExponent: beta, sizeFactor, dataFactor } = law;
  const balance = ((alpha * sizeFactor) / (beta * dataFactor)) ** (1 / (alpha + beta));
  const budget = operations / 6;
  return {
    parameters: balance * budget ** (beta / (alpha + beta)),
    tokens: budget ** (alpha / (alpha + beta)) / balance,
  };
}

export function kaplanAllocation(operations: number): Allocation {
  const { constant, exponent } = kaplan.optimalSize;
  const parameters = constant * (operations / petaflopDay) ** exponent;
  return { parameters, tokens: operations / (6 * parameters) };
}

export interface PowerLawFit {
  /** y = factor x^-exponent */
  readonly factor: number;
  readonly exponent: number;
  /** Half of the 95 % interval of the exponent. */
  readonly margin: number;
  /** How much of the variance of log y the line explains. */
  readonly rSquared: number;
}

/** Two-sided 95 % points of Student's t by degrees of freedom, from 1. */
const studentPoints = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const normalPoint = 1.96;

/** A straight line through the logarithms by least squares; null with fewer than three points, or one that has no logarithm. */
export function fitPowerLaw(points: readonly (readonly [x: number, y: number])[]): PowerLawFit | null {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  if (logs.length < 3 || logs.flat().some((value) => !Number.isFinite(value))) return null;
  const x = logs.map(([own]) => own);
  if (x.every((value) => value === x[0])) return null;
  const { slope, intercept, slopeError, determined } = fitLine(
    x,
    logs.map(([, y]) => y),
  );
  return {
    factor: Math.exp(intercept),
    exponent: -slope,
    margin: slopeError * (studentPoints[logs.length - 3] ?? normalPoint),
    rSquared: determined,
  };
}
