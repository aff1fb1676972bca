/** What a figure shows, as files: SVG and PNG of its charts as they stand, CSV of its table, NPY of its tensors. */
export interface TableData {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** RFC 4180. A cell that a spreadsheet would take for a formula is quoted with a leading apostrophe. */
export function csvOf(table: TableData): string {
  const cell = (value: string | number) => {
    const text = typeof value === 'string' && /^[=+@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(',')).join('\r\n');
}

/** NPY version 1.0, little-endian float32 in C order: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function npyOf(tensor: NamedTensor): Uint8Array<ArrayBuffer> {
  const shape = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = `${dictionary.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(10 + length + 4 * tensor.data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer);
  tensor.data.forEach((value, index) => {
    view.setFloat32(10 + length + 4 * index, value, true);
  });
  return bytes;
}

const inlined = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'visibility',
  'display',
  'paint-order',
  'color',
] as const;

/** A copy of a chart with its inks written into it, since a file has no style sheet beside it. */
function withInks(source: SVGSVGElement): SVGSVGElement {
  const copy = source.cloneNode(true) as SVGSVGElement;
  const originals = [source, ...source.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const property of inlined) {
      const value = style.getPropertyValue(property);
      if (value !== '') target.setAttribute(property, value);
    }
    target.removeAttribute('class');
    target.removeAttribute('style');
    target.removeAttribute('tabindex');
  });
  return copy;
}

/** All charts inside an element, each where it stands, as one SVG with the figure's title over them. */
export function svgOf(
  element: HTMLElement,
  title: string,
): { readonly text: string; readonly width: number; readonly height: number } | null {
  const charts = [...element.querySelectorAll<SVGSVGElement>('svg[data-chart]')];
  if (charts.length === 0) return null;
  const frame = element.getBoundingClientRect();
  const namespace = 'http://www.w3.org/2000/svg';
  const style = getComputedStyle(element);
  const head = 36;
  const edge = 16;
  const width = Math.ceil(frame.width) + 2 * edge;
  const height = Math.ceil(frame.height) + head + 2 * edge;
  const root = document.createElementNS(namespace, 'svg');
  const put = (parent: Element, tag: string, attributes: Record<string, string | number>) => {
    const child = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes)) child.setAttribute(name, String(value));
    parent.append(child);
    return child;
  };
  for (const [name, value] of Object.entries({
    xmlns: namespace,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  }))
    root.setAttribute(name, String(value));
  put(root, 'rect', { width, height, fill: style.getPropertyValue('--paper').trim() || 'none' });
  put(root, 'text', {
    x: edge,
    y: edge + 16,
    fill: style.getPropertyValue('--ink').trim() || 'currentColor',
    'font-family': style.getPropertyValue('--font-text').trim() || 'serif',
    'font-size': 20,
    'font-weight': 600,
  }).textContent = title;
  for (const chart of charts) {
    const box = chart.getBoundingClientRect();
    const offset = { x: box.left - frame.left + edge, y: box.top - frame.top + edge + head };
    const canvas = chart.parentElement?.querySelector('canvas');
    if (canvas) {
      const painted = canvas.getBoundingClientRect();
      put(root, 'image', {
        href: canvas.toDataURL('image/png'),
        x: painted.left - frame.left + edge,
        y: painted.top - frame.top + edge + head,
        width: painted.width,
        height: painted.height,
      });
    }
    const group = put(root, 'g', { transform: `translate(${offset.x},${offset.y})` });
    group.append(withInks(chart));
  }
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The same picture in pixels, at twice the size. */
export async function pngOf(svg: {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}): Promise<Blob | null> {
  const address = URL.createObjectURL(new Blob([svg.text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = svg.width * 2;
    canvas.height = svg.height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
