/**
 * Cells of large maps, painted in the ramps' colours of the theme at hand. Each map is an image of one pixel a cell that is laid
 * over its square without smoothing: a map of 256 x 256 costs 65,536 writes to memory and one copy, not as many rectangles.
 */

export interface CellBlock {
  readonly x: number;
  readonly y: number;
  /** Width and height of a cell in the picture's pixels. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  /** The step of the ramp, from 1; 0 leaves the cell blank. */
  readonly step: (row: number, column: number) => number;
}

export interface CellCanvas {
  readonly element: HTMLCanvasElement;
  paint(size: { readonly width: number; readonly height: number }, blocks: readonly CellBlock[]): void;
}

export type RampName = 'seq' | 'div';

const rampLength: Readonly<Record<RampName, number>> = { seq: 9, div: 11 };

/** The ramp's colours as the four bytes of a pixel, read from the custom properties; step 0 is transparent. */
function rampPixels(context: CanvasRenderingContext2D, ramp: RampName): Uint8ClampedArray {
  const style = getComputedStyle(context.canvas);
  const pixels = new Uint8ClampedArray(4 * (rampLength[ramp] + 1));
  for (let step = 1; step <= rampLength[ramp]; step++) {
    context.fillStyle = style.getPropertyValue(`--${ramp}-${step}`).trim();
    // A canvas answers with `#rrggbb` whatever way a colour was written.
    const colour = Number.parseInt(String(context.fillStyle).slice(1), 16);
    pixels.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], 4 * step);
  }
  return pixels;
}

/** Lies under the chart's SVG, at its upper left corner. */
export function cellCanvas(root: HTMLElement, svg: SVGSVGElement | null, ramp: RampName): CellCanvas {
  const element = root.ownerDocument.createElement('canvas');
  element.className = 'viz-cells';
  element.setAttribute('aria-hidden', 'true');
  root.insertBefore(element, svg);
  const stamp = root.ownerDocument.createElement('canvas');

  return {
    element,
    paint(size, blocks) {
      const density = globalThis.devicePixelRatio || 1;
      const [width, height] = [Math.ceil(size.width * density), Math.ceil(size.height * density)];
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      element.style.width = `${size.width}px`;
      element.style.height = `${size.height}px`;
      const context = element.getContext('2d');
      const stampContext = stamp.getContext('2d');
      if (!context || !stampContext) return;
      const colours = new Uint32Array(rampPixels(context, ramp).buffer);
      context.clearRect(0, 0, width, height);
      context.imageSmoothingEnabled = false;
      for (const block of blocks) {
        const { rows, columns } = block;
        if (rows === 0 || columns === 0) continue;
        if (stamp.width !== columns) stamp.width = columns;
        if (stamp.height !== rows) stamp.height = rows;
        const image = stampContext.createImageData(columns, rows);
        const pixels = new Uint32Array(image.data.buffer);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++)
            pixels[row * columns + column] = colours[block.step(row, column)] ?? 0;
        stampContext.putImageData(image, 0, 0);
        const left = Math.round(block.x * density);
        const top = Math.round(block.y * density);
        const [wide, high] = [block.width * density, block.height * density];
        context.drawImage(stamp, left, top, Math.round(columns * wide), Math.round(rows * high));
        // Cells that are large enough are parted by a line of paper.
        const gap = Math.max(1, Math.round(density));
        if (block.width > 6)
          for (let column = 1; column <= columns; column++)
            context.clearRect(left + Math.round(column * wide) - gap, top, gap, Math.ceil(rows * high));
        if (block.height > 6)
          for (let row = 1; row <= rows; row++)
            context.clearRect(left, top + Math.round(row * high) - gap, Math.ceil(columns * wide), gap);
      }
    },
  };
}
