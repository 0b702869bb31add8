import type { Operator } from '@nhipcau/contracts';
import type { Dayjs } from 'dayjs';
import { useText } from '../text/language.tsx';
import { handsNow } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { endOperator } from './calls.ts';
import { asDate, today } from './dates.ts';
import { DateField, TextField } from './fields.tsx';

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
      <DateField name="endedOn" label={t('staff.endOn')} required />
      <TextField name="reason" label={t('staff.reason')} />
    </ActDrawer>
  );
}
