import { AssetId, type AudioSet } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { audioStandard, compareAudio, comparedAudio, unreadAudio } from './audio.ts';

const assetId = AssetId.parse('a');
const standard = { inputLevel: '-12 dB', outputLevel: '-6 dB' };
const set: AudioSet = { assetId, code: 'AT-1', model: 'Bosch CCS', room: 'Phòng họp số 1', standard };

describe('[AS-15] [R-AST-07] the standard values of a room’s sound beside what is set', () => {
  test('only settings of a sheet that concern sound are standard values', () => {
    expect(audioStandard({ ...standard, address: '10.0.0.1', presets: '4' })).toEqual(standard);
  });

  test.each([
    ['as it ought to be', { inputLevel: '-12 dB' }, false],
    ['written otherwise', { inputLevel: '-12dB' }, false],
    ['otherwise', { inputLevel: '-9 dB' }, true],
    ['not read', {}, false],
  ] as const)('%s', (_what, read, differs) => {
    const lines = compareAudio(standard, read);
    expect(lines.map(({ field }) => field)).toEqual(['inputLevel', 'outputLevel']);
    expect(lines[0]).toMatchObject({ standard: '-12 dB', differs });
    expect(lines[1]).toMatchObject({ current: null, differs: false });
  });

  test('what was read beyond the standard is shown and differs from nothing', () => {
    expect(compareAudio({}, { equaliser: 'phẳng' })).toEqual([
      { field: 'equaliser', standard: null, current: 'phẳng', differs: false },
    ]);
  });

  test('a system is unread until every standard value was read; one without standard values never is', () => {
    const codes = (fields: object) => unreadAudio([set], [{ assetId, fields }]).map(({ code }) => code);
    expect(unreadAudio([set], [])).toEqual([set]);
    expect(codes({ inputLevel: '-12 dB' })).toEqual(['AT-1']);
    expect(codes({ inputLevel: '-9 dB', outputLevel: '-6 dB' })).toEqual([]);
    expect(unreadAudio([{ ...set, standard: {} }], [])).toEqual([]);
  });

  test('only systems that something was read of are compared', () => {
    expect(comparedAudio([set], [])).toEqual([]);
    expect(comparedAudio([set], [{ assetId, fields: { inputLevel: '0 dB' } }])).toMatchObject([
      { code: 'AT-1', room: 'Phòng họp số 1', lines: [{ differs: true }, { current: null }] },
    ]);
  });
});
