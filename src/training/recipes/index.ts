/** The recipes of the shipped models whose data is made here, by id: those that a reader can run in the tab. */
import type { Recipe } from '../recipe.ts';
import { bartToytown } from './bart-toytown.ts';
import { bertToytown } from './bert-toytown.ts';
import { denseDomains } from './dense-domains.ts';
import { draftToytown } from './draft-toytown.ts';
import { gpt2Toytown } from './gpt2-toytown.ts';
import { gruRecall } from './gru-recall.ts';
import { hybridToytown } from './hybrid-toytown.ts';
import { hyenaRecall } from './hyena-recall.ts';
import { hyenaToytown } from './hyena-toytown.ts';
import { induction2l } from './induction-2l.ts';
import { llamaToytown } from './llama-toytown.ts';
import { mambaCopying } from './mamba-copying.ts';
import { mambaInduction } from './mamba-induction.ts';
import { mambaToytown } from './mamba-toytown.ts';
import { mistralToytown } from './mistral-toytown.ts';
import { denseLlamaDomains, mixtralDomains } from './mixtral-domains.ts';
import { robertaToytown } from './roberta-toytown.ts';
import { switchDomains } from './switch-domains.ts';
import { t5Toytown } from './t5-toytown.ts';

export const recipes: ReadonlyMap<string, Recipe> = new Map(
  [
    gpt2Toytown,
    draftToytown,
    llamaToytown,
    mistralToytown,
    mambaToytown,
    hyenaToytown,
    hybridToytown,
    induction2l,
    bertToytown,
    robertaToytown,
    bartToytown,
    mambaCopying,
    mambaInduction,
    t5Toytown,
    denseDomains,
    switchDomains,
    denseLlamaDomains,
    mixtralDomains,
    gruRecall,
    hyenaRecall,
  ].map((recipe) => [recipe.id, recipe]),
);
