/** What a sample terminal is set to: its sheet says so, and so does whoever reads it off for a check. */
export interface SampleReadings {
  readonly address: string;
  readonly pictureFormat: number;
  readonly echoCancellation: string;
  readonly callBandwidth: number;
  readonly contentBandwidth: number;
}

/** Each site has an address of its own: two terminals of one address would be taken for one that was moved. */
export const readingsOf = (siteNumber: number): SampleReadings => ({
  address: `10.20.${Math.floor(siteNumber / 250)}.${(siteNumber % 250) + 2}`,
  pictureFormat: 1080,
  echoCancellation: 'bật',
  callBandwidth: 4_000,
  contentBandwidth: 1_500,
});
