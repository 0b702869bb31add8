import { LocalDate, type OrganisationDetail } from '@nhipcau/contracts';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { endOrganisation } from './calls.ts';

/** The day from which an organisation is no more. */
export function EndOrganisationDrawer({
  known,
  onClose,
}: {
  known: OrganisationDetail;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<{ from: Dayjs; decree?: string }>
      title={t('dir.end.title', { name: known.now?.name ?? '' })}
      isOpen
      onClose={onClose}
      initial={{ from: handsNow().add(1, 'day') }}
      submit={t('dir.end')}
      isGrave
      act={({ from, decree }) =>
        endOrganisation(known.organisationId, {
          from: LocalDate.parse(asDate(from)),
          decree: decree?.trim() || null,
        })
      }
    >
      <DateItem name="from" label={t('dir.end.from')} required />
      <TextField name="decree" label={t('reform.decree')} />
      <p className="muted">{t('dir.end.about')}</p>
    </ActDrawer>
  );
}
