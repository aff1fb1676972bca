/** Where the runs that are drawn differ in how they were set up, field by field. */
import { differences } from '../../models/walk.ts';
import { labMessages as words } from '../messages/lab.ts';
import { letterOf, type Shown } from './series.ts';

/** Of a value that stands in an experiment by its dotted name. */
function valueAt(experiment: unknown, path: string): string {
  let value: unknown = experiment;
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (value === undefined) return words.differences.standard;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)} …` : text;
}

/** The dotted names under which any two of the experiments differ. */
export function differingNames(experiments: readonly unknown[]): string[] {
  const [first, ...others] = experiments;
  return [...new Set(others.flatMap((other) => differences(first, other)))].sort();
}

export function DifferenceTable({ shown }: { readonly shown: readonly Shown[] }) {
  const names = differingNames(shown.map(({ record }) => record.experiment));
  if (shown.length < 2) return null;
  if (names.length === 0) return <p className="lab-note">{words.differences.none}</p>;
  return (
    <div className="table-scroll">
      <table className="lab-table lab-differences">
        <caption>{words.differences.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.differences.setting}</th>
            {shown.map(({ record, index }) => (
              <th key={record.id} scope="col">
                {letterOf(index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {shown.map(({ record }) => (
                <td key={record.id}>{valueAt(record.experiment, name)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
