import {
  type ChangeOrganisation,
  LocalDate,
  type OrganisationDetail,
  OrganisationId,
  type OrganisationKind,
  type OrganisationVersion,
} from '@nhipcau/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { asDate } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { changeOrganisation, createOrganisation } from './calls.ts';
import { KindField, LevelField, OrganisationField } from './form-fields.tsx';

interface Values {
  readonly code: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly levelCode: string;
  readonly parentId?: string | null;
  readonly reportsToId?: string | null;
  readonly address?: string;
  readonly telephone?: string;
  readonly email?: string;
  readonly from?: Dayjs | null;
  readonly decree?: string;
}

/** A new organisation, or what one is from a day on; what it was before stays readable. */
export function OrganisationDrawer({
  known,
  under,
  onClose,
}: {
  /** The organisation that is changed; null for a new one. */
  known: OrganisationDetail | null;
  /** Superior a new one begins with. */
  under?: OrganisationId | undefined;
  onClose: () => void;
}) {
  const t = useText();
  const navigate = useNavigate();
  const last = known?.versions.at(-1) ?? null;
  const save = async (values: Values) => {
    if (known && last) {
      const change = changeOf(values, known, last);
      return change && (await changeOrganisation(known.organisationId, change));
    }
    const made = await createOrganisation(newOf(values));
    await navigate({ to: '/danh-ba/don-vi/$organisationId', params: made });
    return made;
  };
  return (
    <ActDrawer<Values>
      title={known ? t('dir.form.change') : t('dir.form.new')}
      isOpen
      onClose={onClose}
      initial={known && last ? filled(known, last) : under ? { parentId: under } : {}}
      act={save}
    >
      <TextField name="name" label={t('dir.name')} required />
      <div className="dir-pair">
        <TextField name="code" label={t('dir.code')} required />
        <LevelField name="levelCode" label={t('dir.level')} />
      </div>
      <KindField name="kind" label={t('dir.kind')} />
      <OrganisationField
        name="parentId"
        label={t('dir.parent')}
        none={t('dir.form.noParent')}
        except={known?.organisationId}
      />
      {known && (
        <OrganisationField
          name="reportsToId"
          label={t('dir.reportsTo')}
          none={t('dir.form.reportsUp')}
          except={known.organisationId}
        />
      )}
      <TextField name="address" label={t('dir.address')} />
      <div className="dir-pair">
        <TextField name="telephone" label={t('dir.telephone')} />
        <Form.Item name="email" label={t('dir.email')} rules={[{ type: 'email' }]}>
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
      </div>
      <div className="dir-pair">
        <DateItem name="from" label={t('dir.form.from')} required={known !== null} />
        {known && <TextField name="decree" label={t('reform.decree')} />}
      </div>
      <p className="muted">{t(known ? 'dir.form.aboutChange' : 'dir.form.aboutNew')}</p>
    </ActDrawer>
  );
}

const orNull = (value: string | undefined): string | null => value?.trim() || null;
const idOrNull = (value: string | null | undefined) => (value ? OrganisationId.parse(value) : null);

/** The superior that holds now; the path of another day may be on the screen. */
const parentOf = ({ edges }: OrganisationDetail, tree: 'administrative' | 'reporting') =>
  edges.find((edge) => edge.tree === tree && edge.validTo === null)?.parent.organisationId ?? null;

const filled = (known: OrganisationDetail, last: OrganisationVersion): Partial<Values> => ({
  code: last.code,
  name: last.name,
  kind: last.kind,
  levelCode: last.levelCode,
  parentId: parentOf(known, 'administrative'),
  reportsToId: parentOf(known, 'reporting'),
  address: last.address ?? '',
  telephone: last.telephone ?? '',
  email: last.email ?? '',
  from: handsNow(),
});

const newOf = (values: Values) => ({
  code: values.code,
  name: values.name,
  kind: values.kind,
  levelCode: values.levelCode,
  parentId: idOrNull(values.parentId),
  address: orNull(values.address),
  telephone: orNull(values.telephone),
  email: orNull(values.email),
  since: values.from ? LocalDate.parse(asDate(values.from)) : null,
});

/** Only what differs is sent, so that nothing begins anew that stays as it is; null when nothing does. */
function changeOf(
  values: Values,
  known: OrganisationDetail,
  last: OrganisationVersion,
): ChangeOrganisation | null {
  const now = newOf(values);
  const reportsToId = idOrNull(values.reportsToId);
  const fields = {
    ...(now.code === last.code ? {} : { code: now.code }),
    ...(now.name === last.name ? {} : { name: now.name }),
    ...(now.kind === last.kind ? {} : { kind: now.kind }),
    ...(now.levelCode === last.levelCode ? {} : { levelCode: now.levelCode }),
    ...(now.address === last.address ? {} : { address: now.address }),
    ...(now.telephone === last.telephone ? {} : { telephone: now.telephone }),
    ...(now.email === last.email ? {} : { email: now.email }),
    ...(now.parentId === parentOf(known, 'administrative') ? {} : { parentId: now.parentId }),
    ...(reportsToId === parentOf(known, 'reporting') ? {} : { reportsToId }),
  };
  if (Object.keys(fields).length === 0) return null;
  return { ...fields, from: now.since ?? known.asOf, decree: orNull(values.decree) };
}
