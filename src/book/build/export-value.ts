import { valueToEstree } from 'estree-util-value-to-estree';

/** `export const name = value` as a node of a chapter's tree: how a step of the build gives the page what it found. */
export const exportValue = (name: string, value: unknown) => ({
  type: 'mdxjsEsm' as const,
  value: '',
  data: {
    estree: {
      type: 'Program' as const,
      sourceType: 'module' as const,
      body: [
        {
          type: 'ExportNamedDeclaration' as const,
          attributes: [],
          specifiers: [],
          source: null,
          declaration: {
            type: 'VariableDeclaration' as const,
            kind: 'const' as const,
            declarations: [
              {
                type: 'VariableDeclarator' as const,
                id: { type: 'Identifier' as const, name },
                init: valueToEstree(value),
              },
            ],
          },
        },
      ],
    },
  },
});
