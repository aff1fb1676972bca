/** What opens under a figure's foot: its link, its files, its table, its code, and what it runs on. */
import { type ReactNode, useEffect, useState } from 'react';
import { type BackendName, runtime } from '../../runtime/client.ts';
import { messages } from '../messages/en.ts';
import { ColumnHeads } from './column-heads.tsx';
import { Button, Segments, Toggle } from './controls.tsx';
import { csvOf, download, type NamedTensor, npyOf, pngOf, svgOf, type TableData } from './export.ts';
import { extractSource } from './extract-source.ts';
import { type PageState, sharedQuery } from './page-link.ts';
import { type CodeOf, type SourceName, sourceFiles, sourcesOf } from './sources.ts';
import { useRuntimeStatus } from './use-runtime-status.ts';

export type PanelName = 'link' | 'export' | 'table' | 'code' | 'backend';

const panelTitles: Readonly<Record<PanelName, string>> = {
  link: messages.link.title,
  export: messages.exporting.title,
  table: messages.table.title,
  code: messages.code.title,
  backend: messages.backendPanel.title,
};

interface OpenPanelProps extends ExportPanelProps, LinkPanelProps {
  readonly id: string;
  readonly name: PanelName;
  readonly sources: CodeOf | null;
  readonly onClose: () => void;
}

export default function OpenPanel(props: OpenPanelProps) {
  const { id, name, onClose } = props;
  return (
    <Panel id={id} title={panelTitles[name]} onClose={onClose}>
      {name === 'link' ? (
        <LinkPanel link={props.link} />
      ) : name === 'export' ? (
        <ExportPanel {...props} />
      ) : name === 'table' ? (
        <TablePanel table={props.table} />
      ) : name === 'code' ? (
        <CodePanel sources={props.sources === null ? [] : sourcesOf[props.sources]} />
      ) : (
        <BackendPanel />
      )}
    </Panel>
  );
}

interface PanelProps {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Panel({ id, title, onClose, children }: PanelProps) {
  return (
    <section
      className="figure-panel"
      id={id}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="panel-head">
        <h4>{title}</h4>
        <button type="button" className="panel-close" onClick={onClose}>
          {messages.close}
        </button>
      </div>
      {children}
    </section>
  );
}

interface LinkPanelProps {
  readonly link: () => { readonly address: string; readonly left: readonly string[] };
}

function LinkPanel({ link }: LinkPanelProps) {
  const { address: whole, left } = link();
  const { backend } = useRuntimeStatus();
  const [withTheme, setWithTheme] = useState(false);
  const [withBackend, setWithBackend] = useState(() => new URLSearchParams(location.search).has('backend'));
  const [copied, setCopied] = useState('');
  const at = new URL(whole);
  const search = sharedQuery(at.search, {
    theme: withTheme ? shownTheme() : 'own',
    backend: withBackend ? backend : null,
  });
  const address = at.origin + at.pathname + search + at.hash;
  const copy = () => {
    navigator.clipboard?.writeText(address).then(
      () => setCopied(address),
      () => setCopied(''), // Not allowed here: the field is there to copy from.
    );
  };
  return (
    <>
      <div className="link-row">
        <input
          type="text"
          readOnly
          value={address}
          aria-label={messages.link.field}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button onPress={copy}>{messages.link.copy}</Button>
        <span role="status">{copied === address ? messages.link.copied : ''}</span>
      </div>
      <div className="link-row">
        <Toggle field={{ label: messages.link.withTheme }} value={withTheme} onChange={setWithTheme} />
        {backend ? (
          <Toggle
            field={{ label: messages.link.withBackend(messages.backends[backend]) }}
            value={withBackend}
            onChange={setWithBackend}
          />
        ) : null}
      </div>
      <p>{[messages.link.whole, ...left.map(messages.link.left)].join(' ')}</p>
    </>
  );
}

/** The reader's choice, or else the system's. */
function shownTheme(): PageState['theme'] {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark' || chosen === 'projector') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

interface ExportPanelProps {
  readonly widget: string;
  readonly title: string;
  readonly picture: () => HTMLElement | null;
  readonly table: TableData | null;
  readonly tensors: readonly NamedTensor[];
}

function ExportPanel({ widget, title, picture, table, tensors }: ExportPanelProps) {
  const saveSvg = () => {
    const element = picture();
    const svg = element && svgOf(element, title);
    if (svg) download(`${widget}.svg`, new Blob([svg.text], { type: 'image/svg+xml' }));
  };
  const savePng = async () => {
    const element = picture();
    const svg = element && svgOf(element, title);
    const png = svg && (await pngOf(svg));
    if (png) download(`${widget}.png`, png);
  };
  if (!table && tensors.length === 0) return <p>{messages.exporting.nothing}</p>;
  return (
    <div className="export-row">
      <Button onPress={saveSvg}>{messages.exporting.svg}</Button>
      <Button onPress={() => void savePng()}>{messages.exporting.png}</Button>
      {table ? (
        <Button
          onPress={() =>
            download(`${widget}.csv`, new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }))
          }
        >
          {messages.exporting.csv}
        </Button>
      ) : null}
      {tensors.map((tensor) => (
        <Button key={tensor.name} onPress={() => download(`${tensor.name}.npy`, new Blob([npyOf(tensor)]))}>
          {messages.exporting.npy(tensor.name, tensor.shape.join(' × '))}
        </Button>
      ))}
    </div>
  );
}

function TablePanel({ table }: { readonly table: TableData | null }) {
  if (!table) return <p>{messages.table.nothing}</p>;
  return (
    // A region that scrolls must be reachable by keys.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="table-scroll" tabIndex={0} aria-label={table.caption}>
      <table className="figure-table">
        <caption>{table.caption}</caption>
        <thead>
          <ColumnHeads columns={table.columns} />
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its position
            <tr key={index}>
              {row.map((cell, column) =>
                column === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its position
                  <th key={column} scope="row">
                    {cell}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its position
                  <td key={column}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Comments in a quieter ink; nothing else is coloured. */
function Source({ text }: { readonly text: string }) {
  const parts = text.split(/(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/g);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <pre className="source" tabIndex={0}>
      {parts.map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
        index % 2 === 1 ? <span key={index}>{part}</span> : part,
      )}
    </pre>
  );
}

function CodePanel({ sources }: { readonly sources: readonly SourceName[] }) {
  const [texts, setTexts] = useState<readonly string[] | null>([]);
  useEffect(() => {
    let current = true;
    Promise.all(sources.map(({ file }) => sourceFiles[file]())).then(
      (files) => {
        const found = sources.map(({ names }, index) =>
          names.map((name) => extractSource(files[index]?.default ?? '', name) ?? '').join('\n\n'),
        );
        if (current) setTexts(found);
      },
      () => current && setTexts(null),
    );
    return () => {
      current = false;
    };
  }, [sources]);
  if (!texts) return <p>{messages.code.missing}</p>;
  return texts.map((text, index) => (
    <div key={sources[index]?.file}>
      <p className="source-file">
        {messages.code.from} <code>{sources[index]?.file}</code>
      </p>
      <Source text={text} />
    </div>
  ));
}

const backendChoices: readonly BackendName[] = ['webgl', 'wasm', 'cpu'];

function BackendPanel() {
  const status = useRuntimeStatus();
  // A press shows at once, also while the engine still starts.
  const [wanted, setWanted] = useState<BackendName | null>(null);
  const { backendPanel, backends } = messages;
  return (
    <>
      <p>
        {status.reason === '' ? backendPanel.unknown : status.reason}{' '}
        {status.backend === 'wasm' ? backendPanel.threads(status.threads) : ''}
        {status.problem ? ` ${status.problem.message}` : ''}
      </p>
      <Segments
        field={{ label: backendPanel.choose, choices: backendChoices }}
        value={wanted ?? status.backend ?? 'wasm'}
        name={(choice) => backends[choice]}
        // What fails is told by the status.
        onChange={(choice) => {
          setWanted(choice);
          void runtime()
            .switchBackend(choice)
            .catch(() => {})
            .finally(() => setWanted((now) => (now === choice ? null : now)));
        }}
      />
    </>
  );
}
