import type { Notice, NoticeRecipient } from '@nhipcau/contracts';
import { isErrorCode } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented, Space, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { ExportButton, type Exported } from '../office/list/ExportButton.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { instantText, type Speech, spanText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { failureKey } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { AnswerModal } from './AnswerModal.tsx';
import { answerNotice, remindRecipient } from './calls.ts';
import { isAnswered, type RecipientFilter, shownRecipients, stateTone } from './notice-words.ts';

const PAGE = 50;
const filters = ['all', 'silent', 'done'] as const satisfies readonly RecipientFilter[];

/** To whom a notice went and what each has said; the silent ones first, in red. */
export function RecipientTable({ notice, mayAct }: { notice: Notice; mayAct: boolean }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const [{ loc }, change] = useListFilter();
  const filter = filters.find((known) => known === loc) ?? 'all';
  const [called, setCalled] = useState<NoticeRecipient | null>(null);
  const remind = useRemind();
  const { recipients } = notice;
  const shown = shownRecipients(recipients, filter);
  return (
    <>
      {recipients.length > 8 && (
        <div className="ntc-filters">
          <Segmented
            aria-label={t('notice.filter')}
            value={filter}
            onChange={(chosen) => change({ loc: chosen === 'all' ? undefined : chosen })}
            options={filters.map((value) => ({
              value,
              label: `${t(`notice.filter.${value}`)} (${shownRecipients(recipients, value).length})`,
            }))}
          />
          <ExportButton {...recipientsAsTable(notice, speech)} rows={shown} />
        </div>
      )}
      <Table<NoticeRecipient>
        size="small"
        rowKey="recipientId"
        columns={columnsOf(notice, speech, {
          mayAct: mayAct && !notice.isSuperseded,
          onCall: setCalled,
          onRemind: remind,
        })}
        dataSource={shown}
        rowClassName={({ isSilent }) => (isSilent ? 'ntc-silent' : '')}
        pagination={shown.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
        scroll={{ x: 900 }}
      />
      {called !== null && (
        <AnswerModal
          title={t('notice.byPhoneOf', { name: called.name })}
          asks={{
            asksStart: notice.asksStart,
            asksStandby: notice.asksStandby && called.kind === 'organisation',
          }}
          byTelephone
          send={(answer) => answerNotice(called.recipientId, answer)}
          onClose={() => setCalled(null)}
        />
      )}
    </>
  );
}

const recipientsAsTable = ({ name }: Notice, speech: Speech): Omit<Exported<NoticeRecipient>, 'rows'> => {
  const { t } = speech;
  return {
    name: 'noi-nhan',
    columns: [
      { title: t('notice.title'), cell: () => name },
      { title: t('notice.col.recipient'), cell: (one) => one.name },
      { title: t('calls.col.phone'), cell: ({ phone }) => phone },
      {
        title: t('notice.col.state'),
        cell: (one) => stateWords(one, t).join(', '),
      },
      { title: t('notice.col.sent'), cell: ({ sentAt }) => sentAt && instantText(sentAt, speech) },
      {
        title: t('notice.state.acknowledged'),
        cell: ({ acknowledgedAt }) => acknowledgedAt && instantText(acknowledgedAt, speech),
      },
      { title: t('calls.col.spokenTo'), cell: ({ acknowledgedBy }) => acknowledgedBy },
      { title: t('notice.col.duty'), cell: ({ duty }) => duty && `${duty.name}, ${duty.phone}` },
    ],
  };
};

function useRemind() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const reminding = useMutation({
    mutationFn: ({ recipientId }: NoticeRecipient) => remindRecipient(recipientId),
    onSuccess: (_, { name }) => {
      void message.success(t('notice.remindedNow', { name }));
      return queries.invalidateQueries({ queryKey: ['notice-board'] });
    },
    onError: (error) => {
      const code = codeOf(error) ?? 'INTERNAL';
      void message.error(t(failureKey(isErrorCode(code) ? code : 'INTERNAL')));
    },
  });
  return (recipient: NoticeRecipient) => reminding.mutate(recipient);
}

interface Acts {
  readonly mayAct: boolean;
  readonly onCall: (recipient: NoticeRecipient) => void;
  readonly onRemind: (recipient: NoticeRecipient) => void;
}

function columnsOf(notice: Notice, speech: Speech, acts: Acts): ColumnsType<NoticeRecipient> {
  const { t } = speech;
  const columns: ColumnsType<NoticeRecipient> = [
    {
      key: 'recipient',
      title: t('notice.col.recipient'),
      render: (_, { name, kind, phone, roleName }) => (
        <>
          <strong>{kind === 'public' ? t('notice.public') : name}</strong>
          <div className="muted">
            {kind === 'nobody'
              ? t('notice.nobody')
              : [kind === 'site' || roleName === name ? null : roleName, phone].filter(Boolean).join(' · ')}
          </div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('notice.col.state'),
      width: 175,
      render: (_, one) => <State recipient={one} speech={speech} />,
    },
    {
      key: 'sent',
      title: t('notice.col.sent'),
      width: 140,
      render: (_, { sentAt, ways }) =>
        sentAt !== null && (
          <>
            <time dateTime={new Date(sentAt).toISOString()}>{instantText(sentAt, speech)}</time>
            <div className="muted">{ways.map((way) => t(`notice.way.${way}`)).join(', ')}</div>
          </>
        ),
    },
    {
      key: 'duty',
      title: t('notice.col.duty'),
      width: 170,
      render: (_, { duty, standby }) => (
        <>
          {duty && <div>{`${duty.name}, ${duty.phone}`}</div>}
          {standby.map(({ area, name, phone }) => (
            <div className="muted" key={`${area}${name}${phone}`}>{`${area}: ${name}, ${phone}`}</div>
          ))}
        </>
      ),
    },
  ];
  if (notice.asksStart)
    columns.push({
      key: 'started',
      title: t('notice.col.started'),
      width: 105,
      render: (_, { startedAt }) =>
        startedAt === null ? (
          <span className="muted">{t('notice.notStarted')}</span>
        ) : (
          t('notice.startedAfter', { span: spanText(startedAt - notice.at, speech) })
        ),
    });
  if (acts.mayAct && notice.acknowledge)
    columns.push({
      key: 'act',
      title: t('notice.col.act'),
      width: 185,
      render: (_, one) => <RowActs recipient={one} acts={acts} />,
    });
  return columns;
}

/** What is said of a recipient's state, on the screen as in the file; that work has not begun comes second. */
const stateWords = ({ state, isSilent, isNotStarted }: NoticeRecipient, t: Speech['t']): string[] => {
  const isLost = state === 'bounced' || state === 'failed';
  const word = isSilent && !isLost ? t('notice.silent') : t(`notice.state.${state}`);
  return isNotStarted ? [word, t('notice.cause.notStarted')] : [word];
};

function State({ recipient, speech }: { recipient: NoticeRecipient; speech: Speech }) {
  const { t } = speech;
  const {
    state,
    isSilent,
    failure,
    acknowledgedAt,
    acknowledgedBy,
    acknowledgedVia,
    remindedAt,
    escalatedAt,
  } = recipient;
  const isLost = state === 'bounced' || state === 'failed';
  return (
    <>
      {stateWords(recipient, t).map((word, index) => (
        <Tag key={word} color={isSilent || index > 0 ? 'red' : stateTone[state]}>
          {word}
        </Tag>
      ))}
      {failure !== null && isLost && <div className="muted">{t('notice.failure', { code: failure })}</div>}
      {acknowledgedAt !== null && (
        <div className="muted">
          {[
            instantText(acknowledgedAt, speech),
            acknowledgedVia && t(`notice.via.${acknowledgedVia}`),
            acknowledgedBy,
          ]
            .filter(Boolean)
            .join(', ')}
        </div>
      )}
      {isSilent && remindedAt !== null && (
        <div className="muted">{t('notice.reminded', { at: instantText(remindedAt, speech) })}</div>
      )}
      {isSilent && escalatedAt !== null && (
        <div className="ntc-alarm">{t('notice.escalated', { at: instantText(escalatedAt, speech) })}</div>
      )}
    </>
  );
}

function RowActs({ recipient, acts }: { recipient: NoticeRecipient; acts: Acts }) {
  const { t } = useLanguage();
  const { name, kind } = recipient;
  if (kind === 'public' || isAnswered(recipient)) return null;
  return (
    <Space size="small" wrap>
      <Button
        size="small"
        type="primary"
        aria-label={t('notice.byPhoneOf', { name })}
        onClick={() => acts.onCall(recipient)}
      >
        {t('notice.byPhone')}
      </Button>
      {recipient.sentAt !== null && (
        <Button
          size="small"
          aria-label={t('notice.remindOf', { name })}
          onClick={() => acts.onRemind(recipient)}
        >
          {t('notice.remind')}
        </Button>
      )}
    </Space>
  );
}
