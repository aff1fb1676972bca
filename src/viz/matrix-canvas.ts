/** The cells of a large attention map, painted on a canvas in the ramp's colours of the theme at hand. */
import { sequentialStep } from './numbers.ts';

export interface PaintedMatrix {
  readonly tokens: readonly string[];
  readonly weights: ArrayLike<number>; // [query, key]
  readonly causal: boolean;
}

/** The ramp's nine colours, read from the custom properties. */
function rampColours(element: HTMLElement): string[] {
  const style = getComputedStyle(element);
  return Array.from({ length: 9 }, (_, step) => style.getPropertyValue(`--seq-${step + 1}`).trim());
}

export function paintCells(
  canvas: HTMLCanvasElement,
  data: PaintedMatrix,
  place: { readonly cell: number; readonly x: number; readonly y: number },
): void {
  const count = data.tokens.length;
  const extent = count * place.cell;
  const density = globalThis.devicePixelRatio || 1;
  const pixels = Math.ceil(extent * density);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  canvas.style.left = `${place.x}px`;
  canvas.style.top = `${place.y}px`;
  canvas.style.width = canvas.style.height = `${extent}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, pixels, pixels);
  const colours = rampColours(canvas);
  const step = place.cell * density;
  const gap = place.cell > 6 ? Math.max(1, Math.round(density)) : 0;
  // One pass a colour: nine changes of ink instead of one a cell.
  const passes: Path2D[] = colours.map(() => new Path2D());
  for (let query = 0; query < count; query++) {
    const top = Math.round(query * step);
    const height = Math.max(1, Math.round((query + 1) * step) - top - gap);
    const reach = data.causal ? query : count - 1;
    for (let key = 0; key <= reach; key++) {
      const left = Math.round(key * step);
      const width = Math.max(1, Math.round((key + 1) * step) - left - gap);
      passes[sequentialStep(data.weights[query * count + key] ?? 0) - 1]?.rect(left, top, width, height);
    }
  }
  passes.forEach((pass, index) => {
    context.fillStyle = colours[index] ?? '';
    context.fill(pass);
  });
}
