/** Colours of the states of a recording. */
export const tones = {
  none: 'default',
  requested: 'blue',
  recording: 'red',
  finalising: 'gold',
  stored: 'green',
  handedOver: 'cyan',
  deleted: 'default',
} as const;
