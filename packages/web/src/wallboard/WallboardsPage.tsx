import './wallboard.css';
import { MeetingId, type WallboardIssued, type WallboardLine, type WallboardList } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Select, Table, Tag } from 'antd';
import { useId, useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchWallboards, issueWallboard, withdrawWallboard } from './calls.ts';

const LOOK_EVERY_MS = 5_000;
const WHATEVER = '';
const lives = [1, 7, 30, 90] as const;
const states = ['good', 'over', 'withdrawn'] as const;

const stateOf = ({ isGood, withdrawnAt }: WallboardLine): (typeof states)[number] =>
  isGood ? 'good' : withdrawnAt === null ? 'over' : 'withdrawn';

/** Addresses of screens on walls: issued, shown once, withdrawn. */
export function WallboardsPage() {
  const t = useText();
  const query = useQuery({
    queryKey: ['wallboards'],
    queryFn: fetchWallboards,
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <OfficePage title={t('hall.title')} subtitle={t('hall.subtitle')}>
      <LoadState query={query}>
        {(list) => (
          <>
            <NewWallboard list={list} />
            <Wallboards list={list} />
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

function NewWallboard({ list: { meetings, everywhere } }: { list: WallboardList }) {
  const t = useText();
  const id = useId();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [what, setWhat] = useState<string | null>(everywhere ? WHATEVER : null);
  const [days, setDays] = useState<number>(7);
  const issuing = useMutation({
    mutationFn: issueWallboard,
    onSuccess: () => {
      setName('');
      return queries.invalidateQueries({ queryKey: ['wallboards'] });
    },
  });
  const options = [
    ...(everywhere ? [{ value: WHATEVER, label: t('hall.whatever') }] : []),
    ...meetings.map(({ meetingId, title, plannedStart }) => ({
      value: meetingId as string,
      label: `${title} (${timeText(plannedStart)})`,
    })),
  ];
  return (
    <section className="panel hall-new" aria-label={t('hall.new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (what !== null)
            issuing.mutate({ name, meetingId: what === WHATEVER ? null : MeetingId.parse(what), days });
        }}
      >
        <div>
          <label htmlFor={`${id}name`}>{t('hall.name')}</label>
          <Input
            id={`${id}name`}
            value={name}
            maxLength={100}
            placeholder={t('hall.nameHint')}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        <div className="hall-what">
          <label htmlFor={`${id}what`}>{t('hall.what')}</label>
          <Select
            id={`${id}what`}
            showSearch={{ optionFilterProp: 'label' }}
            value={what}
            placeholder={t('hall.choose')}
            options={options}
            onChange={setWhat}
          />
        </div>
        <div>
          <label htmlFor={`${id}days`}>{t('hall.days')}</label>
          <Select
            id={`${id}days`}
            value={days}
            options={lives.map((n) => ({ value: n, label: t('hall.forDays', { n }) }))}
            onChange={setDays}
          />
        </div>
        <Button
          type="primary"
          htmlType="submit"
          disabled={name.trim().length < 2 || what === null}
          loading={issuing.isPending}
        >
          {t('hall.issue')}
        </Button>
      </form>
      <FailureText code={codeOf(issuing.error)} />
      {issuing.data && <Address key={issuing.data.wallboardId} issued={issuing.data} />}
    </section>
  );
}

/** Shown only now: whoever has it sees what the screen shows. */
function Address({ issued: { path } }: { issued: WallboardIssued }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const address = new URL(path, location.origin).href;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div className="hall-address" role="status">
      <p>{t('hall.once')}</p>
      <Input
        readOnly
        aria-label={t('hall.address')}
        value={address}
        onFocus={({ target }) => target.select()}
      />
      <Button onClick={() => void copy()}>{t(isCopied ? 'hall.copied' : 'hall.copy')}</Button>
      <Button href={path} target="_blank" rel="noreferrer">
        {t('hall.open')}
      </Button>
    </div>
  );
}

function Wallboards({ list: { wallboards } }: { list: WallboardList }) {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const what = ({ title, meetingId }: WallboardLine) =>
    meetingId === null ? t('hall.whatever') : (title ?? '');
  const shown = wallboards.filter(
    (line) =>
      matches(tim, line.name, what(line), line.issuedBy) && (loc === undefined || stateOf(line) === loc),
  );
  return (
    <>
      <ListTools
        search={t('hall.search')}
        file={{
          name: 'man-hinh-treo-tuong',
          rows: shown,
          columns: [
            { title: t('hall.name'), cell: ({ name }) => name },
            { title: t('hall.what'), cell: what },
            { title: t('hall.issued'), cell: ({ issuedBy }) => issuedBy },
            { title: t('hall.state'), cell: (line) => t(`hall.state.${stateOf(line)}`) },
            {
              title: t('hall.lastOpened'),
              cell: ({ lastOpenedAt }) => lastOpenedAt && timeText(lastOpenedAt),
            },
          ],
        }}
      >
        <Select
          aria-label={t('hall.state')}
          style={{ minWidth: 160 }}
          value={loc ?? ''}
          onChange={(state) => change({ loc: state })}
          options={[
            { value: '', label: t('hall.anyState') },
            ...states.map((state) => ({ value: state, label: t(`hall.state.${state}`) })),
          ]}
        />
      </ListTools>
      <Table<WallboardLine>
        size="middle"
        rowKey="wallboardId"
        dataSource={shown}
        locale={{ emptyText: t('hall.none') }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('hall.name'), render: (_, { name }) => <strong>{name}</strong> },
          { title: t('hall.what'), render: (_, line) => what(line) },
          {
            title: t('hall.issued'),
            render: (_, { issuedBy, issuedAt }) => (
              <>
                {issuedBy}
                <div className="muted">{timeText(issuedAt)}</div>
              </>
            ),
          },
          { title: t('hall.state'), render: (_, line) => <StateOf line={line} /> },
          {
            title: t('hall.lastOpened'),
            render: (_, { lastOpenedAt, screens }) => (
              <>
                {lastOpenedAt === null ? t('hall.never') : timeText(lastOpenedAt)}
                {screens > 0 && <div className="muted">{t('hall.screens', { n: screens })}</div>}
              </>
            ),
          },
          {
            align: 'right',
            render: (_, line) => line.isGood && <Withdraw line={line} />,
          },
        ]}
      />
    </>
  );
}

function StateOf({ line }: { line: WallboardLine }) {
  const t = useText();
  const state = stateOf(line);
  return (
    <>
      <Tag color={state === 'good' ? 'green' : 'default'}>{t(`hall.state.${state}`)}</Tag>
      {state === 'good' && <div className="muted">{t('hall.until', { when: timeText(line.expiresAt) })}</div>}
    </>
  );
}

function Withdraw({ line: { wallboardId, name } }: { line: WallboardLine }) {
  const t = useText();
  const queries = useQueryClient();
  const withdrawing = useMutation({
    mutationFn: withdrawWallboard,
    onSettled: () => queries.invalidateQueries({ queryKey: ['wallboards'] }),
  });
  return (
    <>
      <FailureText code={codeOf(withdrawing.error)} />
      <Popconfirm
        title={t('hall.withdrawSure')}
        okText={t('hall.withdraw')}
        cancelText={t('hall.cancel')}
        onConfirm={() => withdrawing.mutate(wallboardId)}
      >
        <Button danger aria-label={t('hall.withdrawOf', { name })}>
          {t('hall.withdraw')}
        </Button>
      </Popconfirm>
    </>
  );
}
