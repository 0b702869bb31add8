import {
  type Asset,
  AssetCause,
  LocalDate,
  SheetField,
  type SheetFields,
  SiteId,
  VerdictKind,
} from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { folded } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate, today } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { askForAsset, fetchSites, judgeAsset, moveAsset, placeAsset } from './calls.ts';
import { ChoiceField } from './RegisterDrawer.tsx';

interface Of {
  readonly asset: Asset | null;
  readonly onClose: () => void;
}
const orNull = (text: string | undefined): string | null => (text?.trim() ? text : null);

/** Any site, found without diacritics. */
export function SiteField({ name }: { name: string }) {
  const t = useText();
  const { data, isPending } = useQuery({ queryKey: ['sites'], queryFn: fetchSites });
  return (
    <Form.Item name={name} label={t('asset.site')} rules={[{ required: true }]}>
      <Select
        showSearch={{ filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)) }}
        loading={isPending}
        options={(data?.sites ?? []).map(({ siteId, name: site }) => ({ value: siteId, label: site }))}
      />
    </Form.Item>
  );
}

export function PlaceDrawer({ asset, onClose }: Of) {
  const t = useText();
  return (
    <ActDrawer<{ siteId: string; room?: string }>
      title={`${t('asset.place')}: ${asset?.code ?? ''}`}
      isOpen={asset !== null}
      onClose={onClose}
      initial={
        asset?.siteId ? { siteId: asset.siteId, ...(asset.room === null ? {} : { room: asset.room }) } : {}
      }
      act={({ siteId, room }) =>
        placeAsset(asset?.assetId ?? '', { siteId: SiteId.parse(siteId), room: orNull(room) })
      }
    >
      <SiteField name="siteId" />
      <TextField name="room" label={t('asset.room')} />
      <p className="muted">{t('asset.placeHint')}</p>
    </ActDrawer>
  );
}

const ways = ['store', 'spare', 'repair', 'retired'] as const;
const NO_CAUSE = 'none';

export function MoveDrawer({ asset, onClose }: Of) {
  const t = useText();
  return (
    <ActDrawer<{ to: (typeof ways)[number]; reason: string; cause: string }>
      title={`${t('asset.move')}: ${asset?.code ?? ''}`}
      isOpen={asset !== null}
      onClose={onClose}
      initial={{ cause: NO_CAUSE }}
      act={({ to, reason, cause }) =>
        moveAsset(asset?.assetId ?? '', {
          to,
          reason,
          cause: cause === NO_CAUSE ? null : AssetCause.parse(cause),
        })
      }
    >
      <ChoiceField
        name="to"
        label={t('asset.state')}
        options={ways
          .filter((way) => way !== asset?.state)
          .map((value) => ({ value, label: t(`asset.state.${value}`) }))}
      />
      <ChoiceField
        name="cause"
        label={t('asset.changedBy')}
        options={[
          { value: NO_CAUSE, label: t('asset.unchanged') },
          ...(['repaired', 'upgraded', 'replaced'] as const).map((value) => ({
            value,
            label: t(`asset.cause.${value}`),
          })),
        ]}
      />
      <TextField name="reason" label={t('asset.reason')} rows={2} required />
    </ActDrawer>
  );
}

/** A move or a change of settings is asked. */
export function AskDrawer({ asset, sheet, onClose }: Of & { sheet: SheetFields }) {
  const t = useText();
  return (
    <ActDrawer<{
      kind: 'relocation' | 'configuration';
      siteId?: string;
      room?: string;
      reason: string;
      fields?: Partial<Record<SheetField, string>>;
    }>
      title={`${t('asset.ask')}: ${asset?.code ?? ''}`}
      isOpen={asset !== null}
      onClose={onClose}
      initial={{ kind: 'relocation' }}
      submit={t('asset.askSubmit')}
      act={({ kind, siteId, room, reason, fields = {} }) =>
        askForAsset(
          asset?.assetId ?? '',
          kind === 'relocation'
            ? { kind, siteId: SiteId.parse(siteId), room: orNull(room), reason }
            : {
                kind,
                reason,
                fields: Object.fromEntries(
                  Object.entries(fields).filter(
                    ([field, value]) => value?.trim() && value !== sheet[SheetField.parse(field)],
                  ),
                ),
              },
        )
      }
    >
      <ChoiceField
        name="kind"
        label={t('asset.wanted')}
        options={(['relocation', 'configuration'] as const).map((value) => ({
          value,
          label: t(`asset.request.kind.${value}`),
        }))}
      />
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) =>
          getFieldValue('kind') === 'relocation' ? (
            <>
              <SiteField name="siteId" />
              <TextField name="room" label={t('asset.room')} />
            </>
          ) : (
            <SheetInputs sheet={sheet} />
          )
        }
      </Form.Item>
      <TextField name="reason" label={t('asset.reason')} rows={2} required />
    </ActDrawer>
  );
}

/** Settings of a sheet to be typed, those of now as they are. */
export function SheetInputs({ sheet }: { sheet: SheetFields }) {
  const t = useText();
  return SheetField.options.map((field) => (
    <Form.Item
      key={field}
      name={['fields', field]}
      label={t(`asset.field.${field}`)}
      initialValue={sheet[field]}
    >
      <Input autoComplete="off" maxLength={200} />
    </Form.Item>
  ));
}

export function JudgeDrawer({ asset, onClose }: Of) {
  const t = useText();
  return (
    <ActDrawer<{
      kind: VerdictKind;
      passed?: boolean;
      by: string;
      document?: string;
      on: Dayjs;
      words?: string;
    }>
      title={`${t('asset.judge')}: ${asset?.code ?? ''}`}
      isOpen={asset !== null}
      onClose={onClose}
      initial={{
        kind: asset?.refusal === 'opinionMissing' ? 'opinion' : 'inspection',
        on: handsNow(),
        passed: false,
      }}
      act={({ kind, passed, by, document, on, words }) =>
        judgeAsset(asset?.assetId ?? '', {
          kind,
          passed: passed === true,
          by,
          document: orNull(document),
          on: LocalDate.parse(asDate(on) ?? today()),
          words: orNull(words),
        })
      }
    >
      <ChoiceField
        name="kind"
        label={t('asset.verdict')}
        options={VerdictKind.options.map((value) => ({ value, label: t(`asset.verdict.${value}`) }))}
      />
      <TextField name="by" label={t('asset.judgedBy')} required />
      <TextField name="document" label={t('asset.document')} />
      <DateItem name="on" label={t('asset.on')} required />
      <TextField name="words" label={t('asset.words')} rows={3} />
      <Form.Item name="passed" valuePropName="checked">
        <Checkbox>{t('asset.passed')}</Checkbox>
      </Form.Item>
    </ActDrawer>
  );
}
