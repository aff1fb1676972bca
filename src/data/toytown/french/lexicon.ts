/**
 * The words of Toytown French, as data: what each English word is called, with the gender of nouns and the forms of
 * adjectives. One word is one token, and so are `l'` and `n'`.
 */
import type { Gender } from '../lexicon.ts';

/** Of a noun: its gender, singular and plural. */
export interface FrenchNoun {
  readonly gender: Gender;
  readonly singular: string;
  readonly plural: string;
}

/** masculine, feminine, and the plurals of both */
export type FrenchAdjective = readonly [string, string, string, string];

const pairs = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map((pair) => {
      const [english = '', french = ''] = pair.split(' = ');
      return [english, french];
    });

const nounsOf = (gender: Gender, text: string): [string, FrenchNoun][] =>
  pairs(text).map(([english, french]) => {
    const [singular = '', plural = `${singular}s`] = french.split('/');
    return [english, { gender, singular, plural }];
  });

/** By the English singular. */
export const frenchNouns: ReadonlyMap<string, FrenchNoun> = new Map([
  ...nounsOf(
    'masculine',
    `ball = ballon, kite = cerf-volant/cerfs-volants, drum = tambour, boat = bateau/bateaux, train = train,
    robot = robot, puzzle = puzzle, cake = gâteau/gâteaux, cookie = biscuit, book = livre, poem = poème,
    hat = chapeau/chapeaux, coat = manteau/manteaux, glove = gant, cat = chat, dog = chien, duck = canard,
    rabbit = lapin, shell = coquillage`,
  ),
  ...nounsOf(
    'feminine',
    `doll = poupée, apple = pomme, pear = poire, plum = prune, carrot = carotte, letter = lettre, map = carte,
    scarf = écharpe, hen = poule, coin = pièce, key = clé, feather = plume, stone = pierre, ring = bague,
    leaf = feuille, flower = fleur`,
  ),
]);

/** `vert` -> vert verte verts vertes; two forms: masculine and feminine; three: and the masculine plural. */
function adjective(forms: string): FrenchAdjective {
  const [masculine = '', own, plural] = forms.split('/');
  const feminine = own ?? (masculine.endsWith('e') ? masculine : `${masculine}e`);
  const masculines = plural ?? (/[sx]$/.test(masculine) ? masculine : `${masculine}s`);
  return [masculine, feminine, masculines, `${feminine}s`];
}

/** Colours and qualities. */
export const frenchAdjectives: ReadonlyMap<string, FrenchAdjective> = new Map(
  pairs(
    `red = rouge, blue = bleu, green = vert, yellow = jaune, white = blanc/blanche, black = noir, brown = brun,
    pink = rose, grey = gris, purple = violet/violette, big = grand, small = petit, old = vieux/vieille,
    new = neuf/neuve, pretty = joli`,
  ).map(([english, french]) => [english, adjective(french)]),
);

/** Of whoever feels so: masculine and feminine. Whoever is warm "has warm". */
export const frenchFeelings: ReadonlyMap<string, FrenchAdjective> = new Map(
  pairs(
    `happy = heureux/heureuse, sad = triste, tired = fatigué, full = repu, calm = calme,
    kind = gentil/gentille, proud = fier/fière`,
  ).map(([english, french]) => [english, adjective(french)]),
);

export interface FrenchPlace {
  readonly article: 'le' | 'la' | "l'";
  readonly word: string;
}

export const frenchPlaces: ReadonlyMap<string, FrenchPlace> = new Map(
  pairs(
    `garden = le jardin, park = le parc, kitchen = la cuisine, forest = la forêt, barn = la grange, school = l' école,
    house = la maison, shop = la boutique, castle = le château, village = le village, market = le marché,
    library = la bibliothèque, meadow = le pré, attic = le grenier, cellar = la cave, yard = la cour, zoo = le zoo,
    tent = la tente, tower = la tour, cave = la grotte`,
  ).map(([english, french]) => {
    const [article = 'le', word = ''] = french.split(' ');
    return [english, { article: article as FrenchPlace['article'], word }];
  }),
);

export const frenchVerbs: ReadonlyMap<string, string> = new Map(
  pairs(
    `has = a, wants = veut, gives = donne, keeps = garde, loses = perd, finds = trouve, plays = joue, eats = mange,
    reads = lit, wears = porte, feeds = nourrit, shows = montre`,
  ),
);

export const frenchCounts = { a: { masculine: 'un', feminine: 'une' }, two: 'deux', three: 'trois' } as const;

const smallWords =
  "la nuit le soir puis plus tard maintenant mais arrive il elle ils elles et n' rien est sont vont dans au à l' les lui avec y car chaud un une deux trois";

/** Without the names and the full stop, which are as in English. */
export const frenchWords: readonly string[] = [
  ...new Set([
    ...smallWords.split(' '),
    ...frenchVerbs.values(),
    ...[...frenchNouns.values()].flatMap(({ singular, plural }) => [singular, plural]),
    ...[...frenchAdjectives.values()].flat(),
    ...[...frenchFeelings.values()].flat(),
    ...[...frenchPlaces.values()].map(({ word }) => word),
  ]),
];
