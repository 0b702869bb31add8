import './accounts.css';
import { AccountKind, type AccountLine, AccountState, Role, UserId } from '@nhipcau/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select, Table, Tag } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { roleText } from '../access/role-text.ts';
import { LoadState } from '../office/LoadState.tsx';
import { allPages } from '../office/list/all-pages.ts';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { AccountDrawer } from './AccountDrawer.tsx';
import { CreateAccountDialog } from './CreateAccountDialog.tsx';
import { fetchAccounts } from './calls.ts';
import type { AccountSearch } from './page-search.ts';
import { kindText, reasonText, stateText } from './state-text.ts';

const PAGE_SIZE = 20;
const EXPORT_SIZE = 200;
const SEARCH_AFTER_MS = 300;

/** Who is let in: list with filters in the address, a new account, one account beside the list. */
export function AccountsPage() {
  const t = useText();
  const [creating, setCreating] = useState(false);
  return (
    <OfficePage
      title={t('accounts.title')}
      subtitle={t('accounts.subtitle')}
      actions={
        <Button type="primary" onClick={() => setCreating(true)}>
          {t('accounts.create')}
        </Button>
      }
    >
      <Content />
      {creating && <CreateAccountDialog onClose={() => setCreating(false)} />}
    </OfficePage>
  );
}

function Content() {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/quan-tri/tai-khoan' });
  const change = (part: Partial<AccountSearch>) =>
    void navigate({ to: '/quan-tri/tai-khoan', search: { ...search, ...part }, replace: true });
  const { tim, vai, loai, tt, trang = 1 } = search;
  const asked = {
    page: trang,
    size: PAGE_SIZE,
    ...(tim ? { search: tim } : {}),
    ...(vai ? { role: vai } : {}),
    ...(loai ? { kind: loai } : {}),
    ...(tt ? { state: tt } : {}),
  };
  const query = useQuery({
    queryKey: ['accounts', asked],
    queryFn: ({ signal }) => fetchAccounts(asked, signal),
    placeholderData: keepPreviousData,
  });
  const open = UserId.safeParse(search.xem);
  return (
    <>
      <Filters
        search={search}
        total={query.data?.total ?? null}
        onChange={(part) => change({ ...part, trang: undefined })}
      >
        <ExportButton
          name="tai-khoan"
          rows={() =>
            allPages(
              async (cursor) => {
                const page = Number(cursor ?? 1);
                const { accounts, total } = await fetchAccounts({ ...asked, page, size: EXPORT_SIZE });
                return { accounts, next: page * EXPORT_SIZE < total ? String(page + 1) : null };
              },
              ({ accounts }) => accounts,
            )
          }
          columns={[
            { title: t('accounts.login'), cell: ({ login }) => login },
            { title: t('accounts.name'), cell: ({ name }) => name },
            {
              title: t('accounts.role'),
              cell: ({ roles }) => roles.map((role) => t(roleText[role])).join(', '),
            },
            { title: t('accounts.organisation'), cell: ({ organisationName }) => organisationName },
            { title: t('accounts.state'), cell: ({ state }) => t(stateText[state]) },
            {
              title: t('accounts.factor'),
              cell: ({ secondFactor }) => t(secondFactor ? 'accounts.factorOn' : 'accounts.factorOff'),
            },
            {
              title: t('accounts.lastSignIn'),
              cell: ({ lastSignInAt }) => lastSignInAt && dateAndTime(lastSignInAt, language),
            },
          ]}
        />
      </Filters>
      <LoadState query={query} isEmpty={({ total }) => total === 0} empty={t('accounts.empty')}>
        {({ accounts, total }) => (
          <AccountTable
            accounts={accounts}
            total={total}
            page={trang}
            onPage={(page) => change({ trang: page })}
            onOpen={(userId) => change({ xem: userId })}
          />
        )}
      </LoadState>
      {open.success && <AccountDrawer userId={open.data} onClose={() => change({ xem: undefined })} />}
    </>
  );
}

function Filters({
  search,
  total,
  onChange,
  children,
}: {
  search: AccountSearch;
  total: number | null;
  onChange: (part: Partial<AccountSearch>) => void;
  children: ReactNode;
}) {
  const t = useText();
  const [typed, setTyped] = useState(search.tim ?? '');
  useEffect(() => {
    if (typed === (search.tim ?? '')) return;
    const timer = setTimeout(() => onChange({ tim: typed === '' ? undefined : typed }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  });
  const all = <T extends string>(options: { value: T; label: string }[]) => [
    { value: '' as const, label: t('accounts.all') },
    ...options,
  ];
  return (
    <search className="accounts-filters">
      <Input.Search
        allowClear
        aria-label={t('accounts.search')}
        placeholder={t('accounts.search')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Select
        aria-label={t('accounts.role')}
        prefix={`${t('accounts.role')}:`}
        value={search.vai ?? ''}
        options={all(Role.options.map((role) => ({ value: role, label: t(roleText[role]) })))}
        onChange={(role) => onChange({ vai: Role.safeParse(role).data })}
      />
      <Select
        aria-label={t('accounts.kind')}
        prefix={`${t('accounts.kind')}:`}
        value={search.loai ?? ''}
        options={all(AccountKind.options.map((kind) => ({ value: kind, label: t(kindText[kind]) })))}
        onChange={(kind) => onChange({ loai: AccountKind.safeParse(kind).data })}
      />
      <Select
        aria-label={t('accounts.state')}
        prefix={`${t('accounts.state')}:`}
        value={search.tt ?? ''}
        options={all(AccountState.options.map((state) => ({ value: state, label: t(stateText[state]) })))}
        onChange={(state) => onChange({ tt: AccountState.safeParse(state).data })}
      />
      <span className="muted">{total === null ? '' : t('accounts.count', { count: total })}</span>
      {children}
    </search>
  );
}

function AccountTable({
  accounts,
  total,
  page,
  onPage,
  onOpen,
}: {
  accounts: AccountLine[];
  total: number;
  page: number;
  onPage: (page: number) => void;
  onOpen: (userId: UserId) => void;
}) {
  const { t, language } = useLanguage();
  return (
    <Table<AccountLine>
      rowKey="userId"
      size="middle"
      dataSource={accounts}
      pagination={{
        current: page,
        pageSize: PAGE_SIZE,
        total,
        onChange: onPage,
        hideOnSinglePage: true,
        showSizeChanger: false,
      }}
      rowClassName="accounts-row"
      onRow={({ userId }) => ({ onClick: () => onOpen(userId) })}
      columns={[
        {
          title: t('accounts.name'),
          render: (_, account) => (
            <span className="accounts-name">
              <Button
                type="link"
                style={{ padding: 0, height: 'auto' }}
                onClick={() => onOpen(account.userId)}
              >
                {account.name}
              </Button>
              <small>{[account.login, account.title].filter((word) => word !== null).join(' · ')}</small>
            </span>
          ),
        },
        {
          title: t('accounts.role'),
          render: (_, { roles }) => roles.map((role) => <Tag key={role}>{t(roleText[role])}</Tag>),
        },
        { title: t('accounts.organisation'), render: (_, { organisationName }) => organisationName ?? '–' },
        {
          title: t('accounts.state'),
          render: (_, { state, disabledReason }) => (
            <>
              {t(stateText[state])}
              {disabledReason !== null && <small className="muted"> {t(reasonText[disabledReason])}</small>}
            </>
          ),
        },
        {
          title: t('accounts.factor'),
          render: (_, account) =>
            account.secondFactor
              ? t('accounts.factorOn')
              : t(account.secondFactorRequired ? 'accounts.factorMissing' : 'accounts.factorOff'),
        },
        {
          title: t('accounts.lastSignIn'),
          render: (_, { lastSignInAt }) =>
            lastSignInAt === null ? t('accounts.never') : dateAndTime(lastSignInAt, language),
        },
      ]}
    />
  );
}
