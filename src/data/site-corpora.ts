/**
 * The corpora that a tab can train on, each a file of the site: `corpora/<id>.json`, made when the site is built from the npm packages
 * that hold them (`corpora/site-files.ts`). Each is a part of its corpus. Read only when somebody trains on it.
 */
import * as v from 'valibot';

const someParts = <Item extends v.GenericSchema>(item: Item) =>
  v.strictObject({
    /** Whose it is, as its licence wants it to be said. */
    notice: v.string(),
    training: v.pipe(v.array(item), v.minLength(1)),
    validation: v.pipe(v.array(item), v.minLength(1)),
  });

const texts = someParts(v.string());
const class26 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(25));

export const siteCorpora = {
  'moby-dick': texts,
  'state-of-the-union': texts,
  /** A definition and its category. */
  'wordnet-nouns': someParts(v.tuple([v.string(), class26])),
  /** A word and its sounds. */
  'cmu-dictionary': someParts(
    v.tuple([v.pipe(v.string(), v.regex(/^[a-z]+$/)), v.pipe(v.string(), v.regex(/^[A-Z]+( [A-Z]+)*$/))]),
  ),
} as const;

export type SiteCorpusId = keyof typeof siteCorpora;
export type SiteCorpus<Id extends SiteCorpusId> = v.InferOutput<(typeof siteCorpora)[Id]>;

/** What a file of the site holds. Outside of a browser somebody else has to say: `readCorporaBy`. */
type ReadJson = (id: SiteCorpusId) => Promise<unknown>;

const fetchJson: ReadJson = async (id) => {
  const response = await fetch(
    new URL(`${import.meta.env.BASE_URL}corpora/${id}.json`, globalThis.location.origin),
  );
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response.json();
};

let readJson = fetchJson;
export function readCorporaBy(read: ReadJson): void {
  readJson = read;
}

const opened = new Map<SiteCorpusId, Promise<unknown>>();

/** Rejects with the reason where the file is not there or is not what it should be. */
export function siteCorpus<Id extends SiteCorpusId>(id: Id): Promise<SiteCorpus<Id>> {
  const known = opened.get(id);
  if (known !== undefined) return known as Promise<SiteCorpus<Id>>;
  const read = readJson(id).then((json) => v.parse(siteCorpora[id], json) as SiteCorpus<Id>);
  opened.set(id, read);
  // A connection that was away may come back.
  read.catch(() => opened.delete(id));
  return read;
}
