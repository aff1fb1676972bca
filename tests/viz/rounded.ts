/** A chart's markup with rounded numbers, so that a snapshot holds the picture and not the last digit of a float. */
export function rounded(element: Element): string {
  const markup = element.outerHTML
    .replace(/viz-(grid-cell|bars)-\d+/g, 'viz-$1-N')
    .replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1))));
  // One element a line reads well in a difference.
  return markup.replace(/></g, '>\n<');
}

export function host(): HTMLElement {
  const element = document.createElement('div');
  document.body.append(element);
  return element;
}
