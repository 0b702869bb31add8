import { describe, expect, test } from 'vitest';
import { answerOf, emptyDraft, emptyStandby, isPhone } from './answer-draft.ts';

describe('the answer to a notice', () => {
  test('nothing written is a plain acknowledgement', () => {
    expect(answerOf(emptyDraft)).toEqual({ duty: null, started: false, standby: [], spokenTo: null });
  });

  test('a person on duty needs both name and telephone', () => {
    expect(answerOf({ ...emptyDraft, dutyName: 'Kỹ thuật viên' })).toBeNull();
    expect(answerOf({ ...emptyDraft, dutyPhone: '0900 000 101' })).toBeNull();
    expect(answerOf({ ...emptyDraft, dutyName: ' Kỹ thuật viên ', dutyPhone: '0900 000 101' })).toMatchObject(
      {
        duty: { name: 'Kỹ thuật viên', phone: '0900 000 101' },
      },
    );
  });

  test('empty lines of those who stand by are left out, half-written ones are not sent', () => {
    const written = { area: 'Huyện Đà Bắc', name: 'Trực điều độ', phone: '0900 000 703' };
    expect(answerOf({ ...emptyDraft, standby: [emptyStandby, written] })).toMatchObject({
      standby: [written],
    });
    expect(answerOf({ ...emptyDraft, standby: [{ ...written, phone: 'gọi sau' }] })).toBeNull();
  });

  test('a telephone number is one', () => {
    expect(['', '0900 000 101', '+84 900.000.101'].map(isPhone)).toEqual([true, true, true]);
    expect(['abc', '0900;drop', '1'].map(isPhone)).toEqual([false, false, false]);
  });
});
