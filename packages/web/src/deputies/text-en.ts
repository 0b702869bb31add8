import type { deputiesVi } from './text-vi.ts';

/** Texts of lending the right to decide, English. */
export const deputiesEn: Readonly<Record<keyof typeof deputiesVi, string>> = {
  'deputy.title': 'Deputies while away',
  'deputy.none': 'Nobody decides in your place.',
  'deputy.give': 'Name a deputy',
  'deputy.to': 'Who decides in my place',
  'deputy.toHint': 'Type a name, title or organisation',
  'deputy.scope': 'Scope',
  'deputy.everywhere': 'Whole system',
  'deputy.part': 'Only within',
  'deputy.partAll': 'All of it',
  'deputy.from': 'From',
  'deputy.until': 'Until',
  'deputy.reason': 'Reason',
  'deputy.send': 'Give the right',
  'deputy.back': 'Cancel',
  'deputy.given': '{name} decides in my place',
  'deputy.received': 'I decide in the place of {name}',
  'deputy.period': '{from} – {until}, {scope}',
  'deputy.state.coming': 'To come',
  'deputy.state.running': 'In force',
  'deputy.state.over': 'Over',
  'deputy.state.ended': 'Ended',
  'deputy.end': 'End now',
  'deputy.acting': 'Deciding in the place of {name} until {until}.',
  'deputy.inPlaceOf': '{name}, in the place of {principal}',
};
