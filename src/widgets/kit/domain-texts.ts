/**
 * Two held-out texts of each of the four domains, for the figures on experts: the first rows of `domainDataset.heldOutOf`, as a
 * test makes sure. They stand here because drawing them means drawing the thousand stories of the test, a second's work.
 */
export const domainKinds = ['english', 'french', 'arithmetic', 'brackets'] as const;
export type DomainKind = (typeof domainKinds)[number];

/** Tokens that the model reads of a text; the one after the last is what it should say there. */
export const domainLength = 64;

export const domainTexts: Readonly<Record<DomainKind, readonly string[]>> = {
  english: [
    '<story> clara and adam are in the park . adam has two purple ducks . clara has nothing . clara wants the purple ducks . but adam keeps them . clara is sad because she has nothing . in the evening clara is sad because she has nothing . <story> lily and jack are in the tent . jack has two blue coats . lily',
    '<story> nina has a yellow poem . noah has nothing . nina gives the yellow poem to noah . now noah has the yellow poem and nina has nothing . at night the poem is yellow . <story> finn and emma are in the market . finn has two brown books . emma has nothing . finn loses the brown books . now finn has',
  ],
  french: [
    "<histoire> clara et adam sont dans le parc . adam a deux canards violets . clara n' a rien . clara veut les canards violets . mais adam les garde . clara est triste car elle n' a rien . le soir clara est triste car elle n' a rien . <histoire> lily et jack sont dans la tente . jack a deux manteaux bleus",
    "<histoire> nina a un poème jaune . noah n' a rien . nina donne le poème jaune à noah . maintenant noah a le poème jaune et nina n' a rien . la nuit le poème est jaune . <histoire> finn et emma sont dans le marché . finn a deux livres bruns . emma n' a rien . finn perd les livres bruns .",
  ],
  arithmetic: [
    '<arithmetic> 8 4 - 4 8 = 3 6 ; 5 5 + 8 = 6 3 ; 8 3 - 3 7 = 4 6 ; 4 + 7 1 = 7 5 ; 4 7 × 2 = 9 4 ; 8 9 - 4 0 = 4 9 ; 6 5 + 2 = 6 7 ; 6 7 - 5 3',
    '<arithmetic> 7 2 - 1 = 7 1 ; 7 2 - 4 9 = 2 3 ; 2 2 × 8 = 1 7 6 ; 8 3 + 1 0 = 9 3 ; 8 9 - 2 0 = 6 9 ; 9 4 - 4 9 = 4 5 ; 6 5 × 5 = 3 2 5 ; 8 1',
  ],
  brackets: [
    '<brackets> { } ( ) [ ] { [ ] } { } { [ ] ( ) { } ( ) [ { } { [ ( ) ( ) [ ] ( ) ] } ] } [ { ( [ { } [ ] ] { { } ( ) } ) ( ) } ] [ { ( ) ( [',
    '<brackets> { } [ ] { } { ( { } { } ) } ( ) ( ) [ ] [ ( ( ) ) ] [ ( { } { } { } [ { { [ ( { } { } ) ] { } } } { ( ) } ] ) ] [ ( ) [ [ ] [ [',
  ],
};
