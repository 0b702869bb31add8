import { type Asset, AssetCause, AssetKind, Funding, LocalDate, OrganisationId } from '@nhipcau/contracts';
import { Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate } from '../staff/dates.ts';
import { TextField, UnitField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { changeAsset, registerAsset } from './calls.ts';

interface Written {
  code: string;
  kind: AssetKind;
  model: string;
  serial?: string;
  ownerId: string;
  custodianId: string;
  keeper?: string;
  funding: Funding;
  acquiredOn?: Dayjs | null;
  cause: AssetCause;
  note?: string;
}

const common = ({
  serial,
  keeper,
  note,
  acquiredOn,
  ownerId,
  ...rest
}: Omit<Written, 'custodianId' | 'cause'>) => ({
  ...rest,
  ownerId: OrganisationId.parse(ownerId),
  serial: serial ?? null,
  keeper: keeper ?? null,
  note: note ?? null,
  acquiredOn: acquiredOn ? LocalDate.parse(asDate(acquiredOn)) : null,
});

/** A device comes into the inventory. */
export function RegisterDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<Written>
      title={t('asset.register')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ kind: 'vcs', funding: 'state', cause: 'new' }}
      act={({ custodianId, cause, ...rest }) =>
        registerAsset({ ...common(rest), cause, custodianId: OrganisationId.parse(custodianId) })
      }
    >
      <Fields />
      <UnitField name="custodianId" label={t('asset.custodian')} />
      <ChoiceField
        name="cause"
        label={t('asset.cause')}
        options={AssetCause.options.map((value) => ({ value, label: t(`asset.cause.${value}`) }))}
      />
    </ActDrawer>
  );
}

/** What is written of a device is corrected. */
export function ChangeDrawer({ asset, onClose }: { asset: Asset | null; onClose: () => void }) {
  const t = useText();
  return (
    <ActDrawer<Omit<Written, 'custodianId' | 'cause'>>
      title={t('asset.change')}
      isOpen={asset !== null}
      onClose={onClose}
      initial={
        asset === null
          ? {}
          : {
              code: asset.code,
              kind: asset.kind,
              model: asset.model,
              ownerId: asset.ownerId,
              funding: asset.funding,
              ...(asset.serial === null ? {} : { serial: asset.serial }),
              ...(asset.keeper === null ? {} : { keeper: asset.keeper }),
              ...(asset.note === null ? {} : { note: asset.note }),
              ...(asset.acquiredOn === null ? {} : { acquiredOn: dayjs(asset.acquiredOn) }),
            }
      }
      act={(values) =>
        changeAsset(asset?.assetId ?? '', { ...common(values), revision: asset?.revision ?? 1 })
      }
    >
      <Fields />
    </ActDrawer>
  );
}

function Fields() {
  const t = useText();
  return (
    <>
      <TextField name="code" label={t('asset.code')} required />
      <ChoiceField
        name="kind"
        label={t('asset.kind')}
        options={AssetKind.options.map((value) => ({ value, label: t(`asset.kind.${value}`) }))}
      />
      <TextField name="model" label={t('asset.model')} required />
      <TextField name="serial" label={t('asset.serial')} />
      <UnitField name="ownerId" label={t('asset.owner')} />
      <TextField name="keeper" label={t('asset.keeper')} />
      <ChoiceField
        name="funding"
        label={t('asset.funding')}
        options={Funding.options.map((value) => ({ value, label: t(`asset.funding.${value}`) }))}
      />
      <DateItem name="acquiredOn" label={t('asset.acquiredOn')} />
      <TextField name="note" label={t('asset.note')} rows={2} />
    </>
  );
}

/** One of several words. */
export function ChoiceField({
  name,
  label,
  options,
}: {
  name: string;
  label: string;
  options: readonly { readonly value: string; readonly label: string }[];
}) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <Select options={[...options]} />
    </Form.Item>
  );
}
