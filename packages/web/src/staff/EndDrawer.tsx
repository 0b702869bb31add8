import type { Operator } from '@nhipcau/contracts';
import type { Dayjs } from 'dayjs';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { endOperator } from './calls.ts';
import { asDate, today } from './dates.ts';
import { TextField } from './fields.tsx';

/** Ends somebody's service; the replacement then waits to be settled. */
export function EndDrawer({ leaving, onClose }: { leaving: Operator | null; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<{ endedOn: Dayjs; reason?: string }>
      title={`${t('staff.end')}: ${leaving?.name ?? ''}`}
      isOpen={leaving !== null}
      onClose={onClose}
      initial={{ endedOn: handsNow() }}
      submit={t('staff.end')}
      act={({ endedOn, reason }) =>
        endOperator(leaving?.personId ?? '', { endedOn: asDate(endedOn) ?? today(), reason: reason ?? null })
      }
    >
      <DateItem name="endedOn" label={t('staff.endOn')} required />
      <TextField name="reason" label={t('staff.reason')} />
    </ActDrawer>
  );
}
