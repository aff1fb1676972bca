import type { MdxJsxTextElement } from 'mdast-util-mdx-jsx';

/** What a tag says of itself: `attribute(<CardNumber model="gpt2-toytown"/>, 'model')`; empty where it says nothing. */
export function attribute(element: MdxJsxTextElement, name: string): string {
  const found = element.attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name);
  return typeof found?.value === 'string' ? found.value : '';
}
