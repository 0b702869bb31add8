import { AccountKind, Assurance, Role } from '@nhipcau/contracts';

/** Words of the database as the words of the contract; the checks of the tables allow no others. */
export const readRole = (word: string): Role => Role.parse(word);
export const readKind = (word: string): AccountKind => AccountKind.parse(word);
export const readAssurance = (word: string): Assurance => Assurance.parse(word);
