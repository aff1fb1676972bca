/** What a grader takes and answers, and the three ways in which most of them say how far an answer is from what is asked. */
export interface Grade {
  readonly right: boolean;
  /** What the model found, and, as long as that is not right, what was asked for: in a sentence. */
  readonly says: string;
}

export type Grader = (answer: number) => Promise<Grade>;

interface Edge {
  /** Does it do, and does the one next to it, that would be better still? */
  readonly does: boolean;
  readonly nextDoes: boolean;
  /** What the model found at the answer, and at the one next to it, such as `At 2 it turns away 3` and `at 1.75 it is 8`. */
  readonly found: string;
  readonly next: string;
  /** What must be found, such as `none`. */
  readonly asked: string;
}

/** The smallest that will do, or the largest: the one next to it must not. */
export function gradeEdge({ does, nextDoes, found, next, asked }: Edge): Grade {
  if (!does) return { right: false, says: `${found}; asked: ${asked}.` };
  return nextDoes
    ? { right: false, says: `${found}, ${next}: that will do as well, so go on.` }
    : { right: true, says: `${found}, ${next}.` };
}

/** One of several, of which the first is asked for; those that are equal share a place. */
export function gradeFirst(
  values: readonly number[],
  chosen: number,
  order: 'largest first' | 'smallest first',
  found: string,
): Grade {
  const own = values[chosen] ?? Number.NaN;
  const ahead = values.filter((value) => (order === 'largest first' ? value > own : value < own)).length;
  const place = `${found}: place ${ahead + 1} of ${values.length}`;
  return ahead === 0
    ? { right: true, says: `${place}.` }
    : { right: false, says: `${place}; asked: place 1.` };
}

interface Measured {
  readonly answer: number;
  readonly found: number;
  readonly tolerance: number;
  /** Said when the answer is right. */
  readonly says: string;
}

/** Off by more tolerances than this, roundly, is far. */
const far = 5;

/** A number that the model has, met within a tolerance: whoever misses is told on which side, and whether by much. */
export function gradeMeasured({ answer, found, tolerance, says }: Measured): Grade {
  const off = Math.abs(answer - found);
  if (off <= tolerance) return { right: true, says };
  const side = found > answer ? 'larger' : 'smaller';
  const reach = Number((far * tolerance).toPrecision(1));
  return {
    right: false,
    says: `The model’s own number is ${side}, by ${off > reach ? `more than ${reach}` : `${reach} at most`}.`,
  };
}
