import type { CheckValue, SiteCheckSheet } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Collapse, Drawer, Form, Select } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { useServerSecond } from '../ui/use-now.ts';
import { fetchSheet, orderRetest } from './calls.ts';
import { dueText } from './due-text.ts';
import { joined } from './joined.ts';
import { LineShape } from './LineShape.tsx';
import { preparationVi } from './text-vi.ts';

const REFRESH_MS = 5_000;

/** A site's whole sheet beside the board, from which a retest is ordered. */
export function SiteSheetDrawer({
  meetingId,
  siteId,
  onClose,
}: {
  meetingId: string;
  siteId: string | null;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const query = useQuery({
    queryKey: ['preparation', 'sheet', meetingId, siteId],
    queryFn: () => fetchSheet(meetingId, siteId ?? ''),
    enabled: siteId !== null,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Drawer title={query.data?.name ?? t('chk.title')} open={siteId !== null} onClose={onClose} size={560}>
      <LoadState query={query}>{(sheet) => <Sheet sheet={sheet} />}</LoadState>
    </Drawer>
  );
}

function Sheet({ sheet }: { sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  const [ordering, setOrdering] = useState(false);
  const { meetingId, siteId, phases } = sheet;
  return (
    <div className="rdy-sheet">
      <div className="prep-acts">
        {sheet.mayOrder && (
          <button type="button" className="button primary" onClick={() => setOrdering(true)}>
            {t('chk.order')}
          </button>
        )}
        <Link className="button" to="/chuan-bi/$meetingId/$siteId" params={{ meetingId, siteId }}>
          {t('chk.title')}
        </Link>
      </div>
      <Room sheet={sheet} />
      {phases.map((phase) => (
        <section key={phase.phase}>
          <h3>{phase.name}</h3>
          <p className="muted">{dueText(phase, now, { t, language })}</p>
          <ul className="rdy-lines">
            {phase.lines.map((line) => (
              <li key={line.key}>
                <LineShape state={line.state} />
                <span>
                  {line.text}
                  <small>
                    {joined(
                      outcomeText(t(`chk.state.${line.state}`), line.value),
                      line.answeredAt !== null && dateAndTime(line.answeredAt, language),
                      line.byName,
                      line.tries > 1 && t('chk.tries', { n: line.tries }),
                      line.resultNote,
                    )}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <History sheet={sheet} />
      <OrderDrawer sheet={sheet} isOpen={ordering} onClose={() => setOrdering(false)} />
    </div>
  );
}

function Room({ sheet: { frozen, changes, retests } }: { sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  return (
    <>
      {frozen && (
        <p className="muted">
          {t('chk.frozen', { at: dateAndTime(frozen.at, language), code: frozen.code, by: frozen.byName })}
        </p>
      )}
      {changes.length > 0 && (
        <section className="banner alarm rdy-changes">
          <h3>{t('chk.changes')}</h3>
          <ul>
            {changes.map(({ field, before, after }) => (
              <li key={field}>
                {t('chk.change', { field: fieldText(field, t), before: before ?? '–', after: after ?? '–' })}
              </li>
            ))}
          </ul>
        </section>
      )}
      {retests.length > 0 && (
        <section>
          <h3>{t('chk.retests')}</h3>
          <ul>
            {retests.map(({ cause, byName, orderedAt, open }) => (
              <li key={orderedAt}>
                {t('chk.retest', { cause, by: byName, at: dateAndTime(orderedAt, language) })}{' '}
                {open && <strong>{t('chk.retestOpen')}</strong>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** `Đạt: 1080` */
const outcomeText = (state: string, value: CheckValue): string =>
  value === null ? state : `${state}: ${value}`;

const isFieldKey = (
  key: string,
): key is Extract<keyof typeof preparationVi & PlainTextKey, `chk.field.${string}`> =>
  key.startsWith('chk.field.') && Object.hasOwn(preparationVi, key);

/** A setting in words; one this release does not know keeps its name. */
function fieldText(field: string, t: ReturnType<typeof useLanguage>['t']): string {
  const key = `chk.field.${field}`;
  return isFieldKey(key) ? t(key) : field;
}

function History({ sheet: { history, phases } }: { sheet: SiteCheckSheet }) {
  const { t, language } = useLanguage();
  const textOf = (phase: string, item: string) =>
    phases.find((one) => one.phase === phase)?.lines.find(({ key }) => key === item)?.text ?? item;
  return (
    <Collapse
      items={[
        {
          key: 'history',
          label: t('chk.historyOf', { n: history.length }),
          children: (
            <ul className="rdy-lines">
              {history.map(({ phase, item, outcome, value, answeredAt, receivedAt, byName, note }) => (
                <li key={`${phase} ${item} ${answeredAt} ${receivedAt}`}>
                  <LineShape state={outcome} />
                  <span>
                    {textOf(phase, item)}
                    <small>
                      {joined(
                        outcomeText(t(`chk.state.${outcome}`), value),
                        dateAndTime(answeredAt, language),
                        byName,
                        note,
                      )}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}

interface Order {
  readonly phase: string;
  readonly items?: string[];
  readonly cause: string;
}

function OrderDrawer({
  sheet,
  isOpen,
  onClose,
}: {
  sheet: SiteCheckSheet;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const [phase, setPhase] = useState(sheet.phases[0]?.phase ?? '');
  const lines = sheet.phases.find((one) => one.phase === phase)?.lines ?? [];
  return (
    <ActDrawer<Order>
      title={t('chk.order')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ phase }}
      act={(order) => orderRetest(sheet.meetingId, sheet.siteId, { ...order, items: order.items ?? [] })}
    >
      <Form.Item name="phase" label={t('chk.order.phase')} rules={[{ required: true }]}>
        <Select
          onChange={setPhase}
          options={sheet.phases.map((one) => ({ value: one.phase, label: one.name }))}
        />
      </Form.Item>
      <Form.Item name="items" label={t('chk.order.items')}>
        <Select mode="multiple" options={lines.map(({ key, text }) => ({ value: key, label: text }))} />
      </Form.Item>
      <TextField name="cause" label={t('chk.order.cause')} required rows={3} />
    </ActDrawer>
  );
}
