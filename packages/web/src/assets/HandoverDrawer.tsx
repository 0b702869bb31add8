import { type Asset, AssetId, LocalDate, OrganisationId } from '@nhipcau/contracts';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate, today } from '../staff/dates.ts';
import { TextField, UnitField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { openHandover } from './calls.ts';

/** Chosen devices are handed over to another unit; both sides sign afterwards. */
export function HandoverDrawer({ assets, onClose }: { assets: readonly Asset[]; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<{ toId: string; keeper?: string; on: Dayjs; note?: string }>
      title={t('asset.handOver', { count: assets.length })}
      isOpen={assets.length > 0}
      onClose={onClose}
      initial={{ on: handsNow() }}
      act={({ toId, keeper, on, note }) =>
        openHandover({
          assetIds: assets.map(({ assetId }) => AssetId.parse(assetId)),
          toId: OrganisationId.parse(toId),
          keeper: keeper?.trim() ? keeper : null,
          on: LocalDate.parse(asDate(on) ?? today()),
          note: note?.trim() ? note : null,
        })
      }
    >
      <ul className="asset-chosen">
        {assets.map(({ assetId, code, model }) => (
          <li key={assetId}>{`${code} · ${model}`}</li>
        ))}
      </ul>
      <UnitField name="toId" label={t('asset.receiver')} />
      <TextField name="keeper" label={t('asset.keeper')} />
      <DateItem name="on" label={t('asset.handedOn')} required />
      <TextField name="note" label={t('asset.note')} rows={2} />
    </ActDrawer>
  );
}
