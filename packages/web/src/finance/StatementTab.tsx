import type { CostStatement } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Form, Input, Modal, Select, Space, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { CostNoteDialog } from './CostNoteDialog.tsx';
import { agreeOnCost, fetchStatement } from './calls.ts';
import { PrintButtons } from './PrintButtons.tsx';

type Meeting = CostStatement['meetings'][number];
type Unit = CostStatement['units'][number];

const costTexts = { line: 'fin.costLine', service: 'fin.costService', other: 'fin.costOther' } as const;

/** Who bears what of a month's closed meetings, by the text and by agreement. */
export function StatementTab({ month, picker }: { month: string; picker: ReactNode }) {
  const { t, language } = useLanguage();
  const [{ tim }] = useListFilter();
  const [agreeing, setAgreeing] = useState<Meeting | null>(null);
  const [noting, setNoting] = useState<Meeting | null>(null);
  const query = useQuery({
    queryKey: ['finance', 'statement', month],
    queryFn: ({ signal }) => fetchStatement(month, signal),
  });
  return (
    <LoadState query={query}>
      {({ rules, units, meetings }) => {
        const shown = units.filter(({ name }) => matches(tim, name));
        return (
          <Flex vertical gap={12}>
            {rules.length === 0 ? (
              <Alert type="info" showIcon title={t('fin.silent')} />
            ) : (
              <ul>
                {rules.map(({ label, cite }) => (
                  <li key={label}>{`${label} (${cite[0]?.article ?? ''})`}</li>
                ))}
              </ul>
            )}
            <ListTools
              search={t('fin.searchUnit')}
              file={{
                name: `chi-tra-${month}`,
                rows: shown,
                columns: [
                  { title: t('fin.unit'), cell: ({ name }) => name },
                  { title: t('fin.lines'), cell: ({ lines }) => lines },
                  { title: t('fin.chairServices'), cell: ({ chairServices }) => chairServices },
                  { title: t('fin.endServices'), cell: ({ endServices }) => endServices },
                  { title: t('fin.agreed'), cell: ({ agreed }) => agreed },
                ],
              }}
            >
              {picker}
              <PrintButtons what="statement" query={`month=${month}`} />
            </ListTools>
            {(rules.length > 0 || units.length > 0) && (
              <Table<Unit>
                size="middle"
                rowKey="organisationId"
                dataSource={shown}
                scroll={{ x: 880 }}
                locale={{ emptyText: t('fin.nothing') }}
                pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
                columns={[
                  { key: 'name', title: t('fin.unit'), dataIndex: 'name' },
                  { key: 'lines', title: t('fin.lines'), dataIndex: 'lines', align: 'right' },
                  {
                    key: 'chair',
                    title: t('fin.chairServices'),
                    dataIndex: 'chairServices',
                    align: 'right',
                  },
                  { key: 'end', title: t('fin.endServices'), dataIndex: 'endServices', align: 'right' },
                  { key: 'agreed', title: t('fin.agreed'), dataIndex: 'agreed', align: 'right' },
                ]}
              />
            )}
            <Table<Meeting>
              size="middle"
              rowKey="meetingId"
              dataSource={meetings}
              scroll={{ x: 880 }}
              locale={{ emptyText: t('fin.nothing') }}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { key: 'title', title: t('fin.meeting'), dataIndex: 'title' },
                {
                  key: 'when',
                  title: t('fin.when'),
                  render: (_, { startedAt }) => dateAndTime(startedAt, language),
                },
                { key: 'host', title: t('fin.host'), dataIndex: 'host' },
                ...(rules.length === 0
                  ? []
                  : [
                      {
                        key: 'payers',
                        title: t('fin.payers'),
                        render: (_: unknown, { shares }: Meeting) =>
                          t('fin.payerCount', { count: new Set(shares.map(({ payer }) => payer)).size }),
                      },
                    ]),
                {
                  key: 'note',
                  title: t('fin.costNote'),
                  render: (_, { note }) =>
                    note && (
                      <>
                        {note.words}
                        <div className="muted">{`${note.byName}, ${dateAndTime(note.at, language)}`}</div>
                      </>
                    ),
                },
                {
                  key: 'act',
                  render: (_, meeting) => (
                    <Space>
                      {meeting.mayAgree && rules.some(({ byAgreement }) => byAgreement) && (
                        <Button size="small" onClick={() => setAgreeing(meeting)}>
                          {t('fin.agree')}
                        </Button>
                      )}
                      {meeting.mayNote && (
                        <Button size="small" onClick={() => setNoting(meeting)}>
                          {t('fin.noteCosts')}
                        </Button>
                      )}
                    </Space>
                  ),
                },
              ]}
              expandable={{
                expandedRowRender: ({ shares }) => (
                  <ul>
                    {shares.map(({ cost, payerId, payer, sites, agreed }) => (
                      <li key={`${cost} ${payerId ?? ''}`}>
                        {t('fin.share', {
                          cost: t(costTexts[cost]),
                          payer: payer || t('fin.byState'),
                          sites,
                        })}
                        {agreed > 0 && ` (${t('fin.agreedOf', { count: agreed })})`}
                      </li>
                    ))}
                  </ul>
                ),
              }}
            />
            {noting && <CostNoteDialog meeting={noting} onClose={() => setNoting(null)} />}
            {agreeing && <AgreeDialog meeting={agreeing} onClose={() => setAgreeing(null)} />}
          </Flex>
        );
      }}
    </LoadState>
  );
}

interface Fields {
  readonly site: string;
  readonly payer: 'host' | 'siteOwner' | 'text';
  readonly note: string;
}

function AgreeDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const agree = useMutation({
    mutationFn: async ({ site, payer, note }: Fields) => {
      const siteId = meeting.sites.find((one) => one.siteId === site)?.siteId;
      if (siteId === undefined) return;
      await agreeOnCost({
        meetingId: meeting.meetingId,
        siteId,
        payer: payer === 'text' ? null : payer,
        note,
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['finance'] });
      onClose();
    },
  });
  const needed = [{ required: true, message: t('fin.needed') }];
  return (
    <Modal
      open
      title={t('fin.agreeOn', { title: meeting.title })}
      onCancel={onClose}
      okText={t('fin.save')}
      cancelText={t('common.close')}
      okButtonProps={{ htmlType: 'submit', form: 'thoa-thuan-chi-tra', loading: agree.isPending }}
    >
      <Form<Fields> id="thoa-thuan-chi-tra" layout="vertical" onFinish={(fields) => agree.mutate(fields)}>
        <Form.Item name="site" label={t('fin.site')} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={meeting.sites.map(({ siteId, name, agreedBy }) => ({
              value: siteId,
              label: agreedBy === null ? name : `${name} (${t('fin.agreedWord')})`,
            }))}
          />
        </Form.Item>
        <Form.Item name="payer" label={t('fin.payer')} rules={needed}>
          <Select
            options={[
              { value: 'host', label: t('fin.payerHost') },
              { value: 'siteOwner', label: t('fin.payerOwner') },
              { value: 'text', label: t('fin.payerText') },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label={t('fin.note')}
          rules={[{ required: true, min: 3, message: t('fin.noteNeeded') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      <FailureText code={codeOf(agree.error)} />
    </Modal>
  );
}
