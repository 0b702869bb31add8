import { type Feedback, type FeedbackList, OrganisationId } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { handsNow } from '../ui/zone.ts';
import { actOnFeedback, feedbackPath, fetchFeedback, giveFeedback } from './calls.ts';

const tone = { open: 'orange', compiled: 'blue', answered: 'green' } as const;
const formats = ['pdf', 'docx', 'xlsx'] as const;
type Doing = { readonly act: 'compile' | 'answer'; readonly feedback: Feedback };

/** Problems in applying the regulation: told by units, compiled and answered by whoever the text names (R-RPT-08). */
export function FeedbackPanel() {
  const t = useText();
  const [{ tim }] = useListFilter();
  const [giving, setGiving] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const query = useQuery({ queryKey: ['feedback'], queryFn: ({ signal }) => fetchFeedback(signal) });
  const year = handsNow().year();
  return (
    <LoadState query={query}>
      {({ rule, feedback, units, mayHandle }) => {
        if (rule === null) return <p className="muted">{t('feedback.noRule')}</p>;
        const shown = feedback.filter(({ unit, words }) => matches(tim, unit, words));
        return (
          <>
            <p className="muted">
              {rule.label} <Articles cite={rule.cite} />
            </p>
            <ListTools
              search={t('feedback.search')}
              file={{
                name: 'vuong-mac',
                rows: shown,
                columns: [
                  { title: t('feedback.at'), cell: ({ at }) => timeText(at) },
                  { title: t('feedback.unit'), cell: ({ unit }) => unit },
                  { title: t('feedback.article'), cell: ({ article }) => article },
                  { title: t('feedback.words'), cell: ({ words }) => words },
                  { title: t('feedback.state'), cell: ({ state }) => t(`feedback.state.${state}`) },
                  { title: t('feedback.answer'), cell: ({ answered }) => answered?.words ?? null },
                ],
              }}
            >
              {mayHandle &&
                formats.map((format) => (
                  <a key={format} href={feedbackPath(year, format)} target="_blank" rel="noreferrer">
                    {format.toUpperCase()}
                  </a>
                ))}
              {units.length > 0 && (
                <Button type="primary" onClick={() => setGiving(true)}>
                  {t('feedback.give')}
                </Button>
              )}
            </ListTools>
            <Table<Feedback>
              size="middle"
              rowKey="feedbackId"
              dataSource={shown}
              locale={{ emptyText: t('feedback.none') }}
              scroll={{ x: 900 }}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                {
                  title: t('feedback.unit'),
                  width: 220,
                  render: (_, { unit, at, byName }) => (
                    <span className="fb-cell">
                      {unit}
                      <small>{`${timeText(at)}, ${byName}`}</small>
                    </span>
                  ),
                },
                { title: t('feedback.article'), dataIndex: 'article', width: 110 },
                { title: t('feedback.words'), dataIndex: 'words' },
                {
                  title: t('feedback.state'),
                  width: 260,
                  render: (_, { state, compiled, answered }) => (
                    <span className="fb-cell">
                      <span>
                        <Tag color={tone[state]}>{t(`feedback.state.${state}`)}</Tag>
                      </span>
                      {compiled && <small>{`${compiled.words}, ${timeText(compiled.at)}`}</small>}
                      {answered && <span>{answered.words}</span>}
                    </span>
                  ),
                },
                {
                  title: '',
                  width: 200,
                  align: 'right',
                  render: (_, one) =>
                    mayHandle &&
                    one.state !== 'answered' && (
                      <>
                        {one.state === 'open' && (
                          <Button size="small" onClick={() => setDoing({ act: 'compile', feedback: one })}>
                            {t('feedback.compile')}
                          </Button>
                        )}{' '}
                        <Button size="small" onClick={() => setDoing({ act: 'answer', feedback: one })}>
                          {t('feedback.reply')}
                        </Button>
                      </>
                    ),
                },
              ]}
            />
            <GiveDrawer units={units} isOpen={giving} onClose={() => setGiving(false)} />
            <ActDrawer<{ words: string }>
              title={t(doing?.act === 'compile' ? 'feedback.compile' : 'feedback.reply')}
              isOpen={doing !== null}
              onClose={() => setDoing(null)}
              initial={{}}
              act={async ({ words }) => {
                if (doing === null) return;
                const { act, feedback: one } = doing;
                await actOnFeedback(
                  one.feedbackId,
                  act === 'compile' ? { act, document: words } : { act, words },
                );
              }}
            >
              <p>{doing?.feedback.words}</p>
              <TextField
                name="words"
                label={t(doing?.act === 'compile' ? 'feedback.document' : 'feedback.answer')}
                rows={doing?.act === 'compile' ? 1 : 5}
                required
              />
            </ActDrawer>
          </>
        );
      }}
    </LoadState>
  );
}

function GiveDrawer({
  units,
  isOpen,
  onClose,
}: {
  units: FeedbackList['units'];
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const [key, setKey] = useState(() => crypto.randomUUID());
  return (
    <ActDrawer<{ organisationId?: string; article?: string; words: string }>
      title={t('feedback.give')}
      isOpen={isOpen}
      onClose={onClose}
      initial={units[0] && units.length === 1 ? { organisationId: units[0].organisationId } : {}}
      act={async ({ organisationId, article, words }) => {
        await giveFeedback({
          key,
          organisationId: OrganisationId.parse(organisationId),
          article: article ?? null,
          words,
        });
        // The next one is another.
        setKey(crypto.randomUUID());
      }}
    >
      <Form.Item name="organisationId" label={t('feedback.unit')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={units.map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
        />
      </Form.Item>
      <TextField name="article" label={t('feedback.article')} />
      <TextField name="words" label={t('feedback.words')} rows={6} required />
    </ActDrawer>
  );
}
