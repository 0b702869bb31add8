import { NodeId, OrganisationId, type Site, SiteStatus } from '@nhipcau/contracts';
import { nextSiteStatuses } from '@nhipcau/domain';
import { useNavigate } from '@tanstack/react-router';
import { Form, Select } from 'antd';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { changeSite, createSite } from './calls.ts';
import {
  CountField,
  LevelField,
  NetworkField,
  NodeField,
  OrganisationField,
  RolesField,
  TerminalField,
} from './form-fields.tsx';
import { statusText } from './words.ts';

const MAX_NUMBER = 99_999;

interface Values
  extends Pick<Site, 'number' | 'name' | 'levelCode' | 'terminal' | 'network' | 'roles' | 'status'> {
  readonly organisationId: string;
  readonly nodeId: string;
  readonly address?: string;
  readonly dutyTitle?: string;
  readonly dutyPhone?: string;
  readonly room?: string;
}

/** A new site with its first room, or what a site is from today on. */
export function SiteDrawer({
  known,
  of,
  onClose,
}: {
  /** The site that is changed; null for a new one. */
  known: Site | null;
  /** Organisation a new one begins with. */
  of?: OrganisationId | undefined;
  onClose: () => void;
}) {
  const t = useText();
  const navigate = useNavigate();
  const save = async (values: Values) => {
    if (known)
      return changeSite(known.siteId, { ...fieldsOf(values), status: SiteStatus.parse(values.status) });
    const made = await createSite({ ...fieldsOf(values), room: values.room ?? '' });
    await navigate({ to: '/danh-ba/diem-cau/$siteId', params: made });
    return made;
  };
  return (
    <ActDrawer<Values>
      title={known ? t('dir.form.changeSite') : t('dir.form.newSite')}
      isOpen
      onClose={onClose}
      initial={known ? filled(known) : { ...usual, ...(of ? { organisationId: of } : {}) }}
      act={save}
    >
      <TextField name="name" label={t('dir.name')} required />
      <OrganisationField name="organisationId" label={t('dir.organisation')} required />
      <div className="dir-pair">
        <CountField name="number" label={t('dir.number')} max={MAX_NUMBER} required />
        <LevelField name="levelCode" label={t('dir.level')} />
      </div>
      {known ? (
        <Form.Item name="status" label={t('dir.status')} extra={t('dir.form.statusAbout')}>
          <Select
            options={nextSiteStatuses(known.status).map((value) => ({ value, label: t(statusText(value)) }))}
          />
        </Form.Item>
      ) : (
        <TextField name="room" label={t('dir.room')} required />
      )}
      <RolesField name="roles" label={t('dir.role')} />
      <div className="dir-pair">
        <TerminalField name="terminal" label={t('dir.terminal')} />
        <NodeField name="nodeId" label={t('dir.node')} />
      </div>
      <NetworkField name="network" label={t('dir.network')} />
      <TextField name="address" label={t('dir.address')} />
      <div className="dir-pair">
        <TextField name="dutyTitle" label={t('dir.duty')} />
        <TextField name="dutyPhone" label={t('dir.telephone')} />
      </div>
      {!known && <p className="muted">{t('dir.form.aboutSite')}</p>}
    </ActDrawer>
  );
}

const usual = { terminal: 'browser', network: 'tslcd', roles: ['satellite'] } satisfies Partial<Values>;

const filled = (site: Site): Partial<Values> => ({
  ...site,
  address: site.address ?? '',
  dutyTitle: site.dutyTitle ?? '',
  dutyPhone: site.dutyPhone ?? '',
});

const fieldsOf = ({ number, name, levelCode, terminal, network, roles, ...values }: Values) => ({
  number,
  name,
  levelCode,
  terminal,
  network,
  roles,
  organisationId: OrganisationId.parse(values.organisationId),
  nodeId: NodeId.parse(values.nodeId),
  address: values.address?.trim() || null,
  dutyTitle: values.dutyTitle?.trim() || null,
  dutyPhone: values.dutyPhone?.trim() || null,
});
