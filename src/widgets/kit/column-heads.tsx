/** The names of a table's columns. A corner that has none is no heading. */
export function ColumnHeads({ columns }: { readonly columns: readonly string[] }) {
  return (
    <tr>
      {columns.map((column, index) =>
        column === '' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name
          <td key={index} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns may share a name
          <th key={index} scope="col">
            {column}
          </th>
        ),
      )}
    </tr>
  );
}
