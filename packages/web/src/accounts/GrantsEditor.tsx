import { CloseOutlined } from '@ant-design/icons';
import { Grant, MeetingId, OrganisationId, Role, SiteId } from '@nhipcau/contracts';
import { Button, Input, Select } from 'antd';
import { roleText } from '../access/role-text.ts';
import { useText } from '../text/language.tsx';
import { searchable, useOrganisationOptions, useSiteOptions } from './places.ts';

/** A right as it is being put together; `id` is empty until the place is chosen. */
export interface GrantDraft {
  readonly key: string;
  readonly role: Role;
  readonly kind: Grant['scope']['kind'];
  readonly id: string;
}

const kinds = ['installation', 'organisation', 'site', 'meeting'] as const;
const kindText = {
  installation: 'accounts.scope.installation',
  organisation: 'accounts.scope.organisation',
  site: 'accounts.scope.site',
  meeting: 'accounts.scope.meeting',
} as const;

let counter = 0;
/** A key for a line of the form; it means nothing beyond the page. */
const newKey = (): string => {
  counter += 1;
  return `g${counter}`;
};

export const draftOf = ({ role, scope }: Grant): GrantDraft => ({
  key: newKey(),
  role,
  kind: scope.kind,
  id: idOf(scope),
});

function idOf(scope: Grant['scope']): string {
  switch (scope.kind) {
    case 'installation':
      return '';
    case 'organisation':
      return scope.organisationId;
    case 'site':
      return scope.siteId;
    case 'meeting':
      return scope.meetingId;
  }
}

/** The grant of a line, or null while its place is missing. */
export function grantOf({ role, kind, id }: GrantDraft): Grant | null {
  const scope = {
    installation: () => ({ kind: 'installation' }),
    organisation: () => ({ kind: 'organisation', organisationId: OrganisationId.safeParse(id).data }),
    site: () => ({ kind: 'site', siteId: SiteId.safeParse(id).data }),
    meeting: () => ({ kind: 'meeting', meetingId: MeetingId.safeParse(id).data }),
  }[kind]();
  return Grant.safeParse({ role, scope }).data ?? null;
}

/** Role and scope, line by line; the first opens the home page. */
export function GrantsEditor({
  drafts,
  onChange,
}: {
  drafts: readonly GrantDraft[];
  onChange: (drafts: readonly GrantDraft[]) => void;
}) {
  const t = useText();
  const replace = (key: string, change: Partial<GrantDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)));
  return (
    <div className="grants">
      {drafts.map((draft) => (
        <div key={draft.key} className="grant">
          <Select
            aria-label={t('accounts.role')}
            value={draft.role}
            options={Role.options.map((role) => ({ value: role, label: t(roleText[role]) }))}
            onChange={(role) => replace(draft.key, { role })}
          />
          <Select
            aria-label={t('accounts.scope')}
            value={draft.kind}
            options={kinds.map((kind) => ({ value: kind, label: t(kindText[kind]) }))}
            onChange={(kind) => replace(draft.key, { kind, id: '' })}
          />
          <PlacePicker draft={draft} onPick={(id) => replace(draft.key, { id })} />
          <Button
            type="text"
            icon={<CloseOutlined />}
            danger
            aria-label={t('accounts.removeRight')}
            disabled={drafts.length === 1}
            onClick={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
          ></Button>
        </div>
      ))}
      <Button
        type="dashed"
        onClick={() =>
          onChange([...drafts, { key: newKey(), role: 'observer', kind: 'installation', id: '' }])
        }
      >
        {t('accounts.addRight')}
      </Button>
    </div>
  );
}

function PlacePicker({ draft, onPick }: { draft: GrantDraft; onPick: (id: string) => void }) {
  const t = useText();
  const organisations = useOrganisationOptions();
  const sites = useSiteOptions();
  if (draft.kind === 'installation') return <span />;
  if (draft.kind === 'meeting')
    return (
      <Input
        aria-label={t('accounts.where')}
        value={draft.id}
        maxLength={64}
        status={draft.id === '' ? 'warning' : ''}
        onChange={(event) => onPick(event.target.value.trim())}
      />
    );
  return (
    <Select
      {...searchable}
      aria-label={t('accounts.where')}
      placeholder={t('accounts.where')}
      value={draft.id === '' ? null : draft.id}
      status={draft.id === '' ? 'warning' : ''}
      options={[...(draft.kind === 'site' ? sites : organisations)]}
      onChange={(id) => onPick(id ?? '')}
    />
  );
}
