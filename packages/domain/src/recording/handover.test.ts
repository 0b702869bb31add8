import { instant, type RecordingRules } from '@nhipcau/contracts';
import { describe, expect, test } from 'vitest';
import { accessState, checkAsk, checkDecision } from './access-request.ts';
import { checkGive, checkReceipt, custodianOf, receiverOf, withHandover } from './handover.ts';
import { recordingHandoverPaper } from './handover-paper.ts';

const sha256 = 'ab'.repeat(32);
const film = { part: 'film', name: 'm.mp4', files: 1, bytes: 1_234_567, sha256 } as const;
const cite = [{ article: 'Đ14.3', quote: 'bàn giao tư liệu' }];
const rules = (to: 'host' | 'chairSite' | null): RecordingRules => ({
  handover: to === null ? null : { to, withDocuments: false, cite },
  custodian: null,
  access: null,
});
const received = {
  kind: 'received',
  at: instant(2_000),
  byName: 'Nguyễn Văn B',
  position: 'Văn thư',
  words: null,
} as const;
const sheet = {
  handoverId: '0190a000-0000-7000-8000-000000000001',
  number: 2,
  items: [film],
  documents: 'Giấy mời',
  medium: 'drive',
  mark: 'Ổ cứng 07',
  from: 'Trung tâm',
  to: 'UBND huyện',
  givenAt: instant(1_000),
  givenBy: 'Trần Văn A',
  note: null,
  seal: 'cd'.repeat(32),
  answer: null,
} as const;

describe('a hand-over', () => {
  test.each([
    ['host', 'o-host', 'o-host'],
    ['chairSite', 'o-host', 'o-chair'],
    [null, 'o-host', 'o-host'],
    ['host', null, 'o-chair'],
  ] as const)(
    '[R-REC-03] [RD-11] by a text that names %s, of a meeting of %s, goes to %s',
    (to, host, expected) => {
      expect(receiverOf(rules(to), { host, chair: 'o-chair' })).toBe(expected);
    },
  );

  test.each([
    ['over the network', { medium: 'network', mark: null }, {}, true],
    ['without a film', { medium: 'network', mark: null }, { items: [] }, 'nothing'],
    ['while another waits', { medium: 'network', mark: null }, { sheets: [{ answer: null }] }, 'open'],
    [
      'after one that was answered',
      { medium: 'network', mark: null },
      { sheets: [{ answer: received }] },
      true,
    ],
    ['of a secret over the network', { medium: 'network', mark: null }, { isSecret: true }, 'medium'],
    ['of a secret on a marked drive', { medium: 'drive', mark: 'Ổ 1' }, { isSecret: true }, true],
    ['on a drive without a mark', { medium: 'drive', mark: null }, {}, 'medium'],
  ] as const)('[R-REC-03] [RD-12] %s', (_, give, more, expected) => {
    const checked = checkGive(give, { items: [film], sheets: [], isSecret: false, ...more });
    expect(checked.ok || checked.error).toBe(expected);
  });

  test.each([
    ['is signed for', { answer: null, seal: sha256 }, false, true],
    ['is not signed for by its giver', { answer: null, seal: sha256 }, true, 'own'],
    ['is answered once', { answer: received, seal: sha256 }, false, 'settled'],
    ['is signed for as it was read', { answer: null, seal: 'ef'.repeat(32) }, false, 'settled'],
  ] as const)('[R-REC-03] [RD-13] %s', (_, stored, isGiver, expected) => {
    const checked = checkReceipt({ seal: sha256 }, stored, { isGiver });
    expect(checked.ok || checked.error).toBe(expected);
  });

  test('[R-REC-04] [RD-14] the material is kept by who recorded it until a receipt is signed, not until it is given', () => {
    const given = { answer: null, to: 'host' };
    expect(custodianOf([], 'recorder')).toBe('recorder');
    expect(custodianOf([given], 'recorder')).toBe('recorder');
    expect(custodianOf([{ answer: { kind: 'returned' as const }, to: 'host' }], 'recorder')).toBe('recorder');
    expect(custodianOf([{ answer: received, to: 'host' }, given], 'recorder')).toBe('host');
  });

  test('[R-REC-02] [RD-15] a film that was made anew is not handed over yet', () => {
    const sheets = [{ answer: received, items: [film] }];
    expect(withHandover('stored', sha256, sheets)).toBe('handedOver');
    expect(withHandover('stored', 'ff'.repeat(32), sheets)).toBe('stored');
    expect(withHandover('stored', sha256, [{ answer: null, items: [film] }])).toBe('stored');
    expect(withHandover('finalising', null, sheets)).toBe('finalising');
  });

  test('[R-REC-03] [RD-13] its paper says who gives, who receives, and the digest of every file', () => {
    const facts = {
      superior: null,
      meeting: 'Giao ban tháng',
      heldAt: '08:00 01/07/2026',
      articles: ['Đ14.3'],
      timeOf: (at: number) => `t${at}`,
    };
    const words = (answer: typeof received | null) =>
      JSON.stringify(recordingHandoverPaper({ ...sheet, items: [...sheet.items], answer }, facts));
    for (const piece of ['Trung tâm; người giao: Trần Văn A', 'Ổ cứng 07', '1.234.567', 'Giấy mời', 'Đ14.3'])
      expect(words(null)).toContain(piece);
    expect(words(null)).toContain('abababab abababab');
    expect(words(null)).toContain('chưa ký nhận');
    expect(words(received)).toContain('UBND huyện; người nhận: Nguyễn Văn B, Văn thư');
    expect(words(received)).toContain('đã nhận đủ lúc t2000');
  });
});

describe('a request of another body', () => {
  test('[R-REC-05] [RD-16] is never for a meeting with state secrets, nor for what one may see anyway', () => {
    expect(checkAsk({ isSecret: true, maySee: false })).toMatchObject({ error: 'secret' });
    expect(checkAsk({ isSecret: false, maySee: true })).toMatchObject({ error: 'needless' });
    expect(checkAsk({ isSecret: false, maySee: false }).ok).toBe(true);
  });

  test('[R-REC-05] [RD-17] is decided once; what was granted ends by itself or is taken back', () => {
    const granted = { decision: 'granted', until: 100, endedAt: null } as const;
    expect(accessState({ decision: null, until: null, endedAt: null }, 0)).toBe('asked');
    expect(accessState(granted, 99)).toBe('granted');
    expect(accessState(granted, 100)).toBe('ended');
    expect(accessState({ ...granted, endedAt: 50 }, 60)).toBe('ended');
    expect(checkDecision({ kind: 'grant' }, 'asked').ok).toBe(true);
    expect(checkDecision({ kind: 'refuse' }, 'granted')).toMatchObject({ error: 'settled' });
    expect(checkDecision({ kind: 'end' }, 'granted').ok).toBe(true);
    expect(checkDecision({ kind: 'end' }, 'asked')).toMatchObject({ error: 'settled' });
  });
});
