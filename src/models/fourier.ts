/**
 * The fast Fourier transform, in plain arithmetic: Cooley and Tukey 1965,
 * https://doi.org/10.1090/S0025-5718-1965-0178586-1. A convolution is a product of spectra.
 */

export interface FourierPlan {
  readonly size: number;
  /** Where each place goes when the order of its bits is turned over. */
  readonly turned: Uint32Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

/** For signals of so many places, with zeros up to at least twice as many: a transform goes round in a circle. */
export function fourierPlan(time: number): FourierPlan {
  let size = 1;
  while (size < 2 * time) size *= 2;
  const turned = new Uint32Array(size);
  for (let place = 1; place < size; place++) {
    turned[place] = ((turned[place >> 1] ?? 0) >> 1) | (place & 1 ? size >> 1 : 0);
  }
  const angle = (place: number) => (2 * Math.PI * place) / size;
  return {
    size,
    turned,
    cosine: Float64Array.from({ length: size / 2 }, (_, place) => Math.cos(angle(place))),
    sine: Float64Array.from({ length: size / 2 }, (_, place) => Math.sin(angle(place))),
  };
}

export interface ComplexSignal {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

export const complexSignal = (size: number): ComplexSignal => ({
  real: new Float64Array(size),
  imaginary: new Float64Array(size),
});

const at = (values: Float64Array, index: number): number => values[index] as number;

/** In place; `sign` is -1 on the way there and 1 on the way back, which leaves a factor of `size`. */
export function fourierTransform(
  { real, imaginary }: ComplexSignal,
  { size, turned, cosine, sine }: FourierPlan,
  sign: 1 | -1,
): void {
  for (let place = 0; place < size; place++) {
    const other = turned[place] as number;
    if (other <= place) continue;
    const keptReal = at(real, place);
    const keptImaginary = at(imaginary, place);
    real[place] = at(real, other);
    imaginary[place] = at(imaginary, other);
    real[other] = keptReal;
    imaginary[other] = keptImaginary;
  }
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let step = 0; step < half; step++) {
      const c = at(cosine, step * stride);
      const s = sign * at(sine, step * stride);
      for (let low = step; low < size; low += 2 * half) {
        const high = low + half;
        const x = at(real, high);
        const y = at(imaginary, high);
        const turnedX = x * c - y * s;
        const turnedY = x * s + y * c;
        real[high] = at(real, low) - turnedX;
        imaginary[high] = at(imaginary, low) - turnedY;
        real[low] = at(real, low) + turnedX;
        imaginary[low] = at(imaginary, low) + turnedY;
      }
    }
  }
}

/** Multiplies `signal` by `filter`, frequency by frequency. */
export function multiplySpectra(signal: ComplexSignal, filter: ComplexSignal, size: number): void {
  for (let place = 0; place < size; place++) {
    const x = at(signal.real, place);
    const y = at(signal.imaginary, place);
    const c = at(filter.real, place);
    const s = at(filter.imaginary, place);
    signal.real[place] = x * c - y * s;
    signal.imaginary[place] = x * s + y * c;
  }
}
