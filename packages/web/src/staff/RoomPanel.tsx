import type { AdmissionFile } from '@nhipcau/contracts';
import { Button, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { ResultField, ResultTag } from './ConditionList.tsx';
import { judgeRoom } from './calls.ts';
import { asDate } from './dates.ts';
import { TextField } from './fields.tsx';

const tone = { eligible: 'green', notEligible: 'red', incomplete: 'gold' } as const;
type Condition = AdmissionFile['room']['conditions'][number];

/** Condition sheet of the room. */
export function RoomPanel({ file: { siteId, room, mayApply } }: { file: AdmissionFile }) {
  const t = useText();
  const [judged, setJudged] = useState<Condition | null>(null);
  if (room.conditions.length === 0) return null;
  return (
    <section className="stf-panel">
      <h2>
        {t('adm.room')} <Tag color={tone[room.standing]}>{t(`adm.room.${room.standing}`)}</Tag>
      </h2>
      {room.conditions.map((one) => (
        <p key={one.key}>
          <ResultTag result={one.result} isExpired={one.isExpired} />
          {one.label}
          {!one.mandatory && ` (${t('adm.room.optional')})`} <Articles cite={one.cite} />{' '}
          {mayApply && (
            <Button size="small" type="link" onClick={() => setJudged(one)}>
              {t('adm.give')}
            </Button>
          )}
        </p>
      ))}
      <ActDrawer<{
        result: 'met' | 'failed';
        assessor: string;
        assessedOn: Dayjs;
        expiresOn?: Dayjs | null;
        note?: string;
      }>
        title={judged?.label ?? ''}
        isOpen={judged !== null}
        onClose={() => setJudged(null)}
        initial={{ result: 'met', assessedOn: handsNow() }}
        act={({ result, assessor, assessedOn, expiresOn, note }) =>
          judgeRoom(siteId, {
            key: judged?.key ?? '',
            result,
            assessor,
            assessedOn: assessedOn.format('YYYY-MM-DD'),
            expiresOn: asDate(expiresOn),
            note: note ?? null,
          })
        }
      >
        <ResultField />
        <TextField name="assessor" label={t('adm.assessor')} required />
        <DateItem name="assessedOn" label={t('adm.assessedOn')} required />
        <DateItem name="expiresOn" label={t('adm.expiresOn')} />
        <TextField name="note" label={t('adm.evidence')} rows={3} />
      </ActDrawer>
    </section>
  );
}
