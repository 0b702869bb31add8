import './security.css';
import type { EndpointKind, EndpointKinds } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { enableEndpointKind, fetchEndpointKinds } from './calls.ts';

type Line = EndpointKinds['kinds'][number];

/** Which kinds of endpoints join, by the regulation or because the operating unit lets them in. */
export function EndpointKindsPanel() {
  const t = useText();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['endpointKinds'], queryFn: fetchEndpointKinds });
  const changing = useMutation({
    mutationFn: ({ kind, ...body }: { kind: EndpointKind; enabled: boolean; reason: string }) =>
      enableEndpointKind(kind, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['endpointKinds'] }),
  });
  const change = (kind: EndpointKind, enabled: boolean) => (reason: string) =>
    changing.mutate({ kind, enabled, reason });
  return (
    <section className="register" aria-label={t('endpoint.title')}>
      <header>
        <h2>{t('endpoint.title')}</h2>
      </header>
      <FailureText code={codeOf(changing.error)} />
      <LoadState query={query}>
        {({ kinds }) => (
          <Table<Line>
            size="middle"
            rowKey="kind"
            showHeader={false}
            pagination={false}
            dataSource={kinds}
            columns={[
              { width: 320, render: (_, { kind }) => t(`endpoint.kind.${kind}`) },
              { render: (_, line) => <Standing line={line} /> },
              {
                align: 'right',
                width: 170,
                render: (_, { kind, byRegulation, enabled }) =>
                  !byRegulation &&
                  (enabled === null ? (
                    <ReasonButton label={t('endpoint.enable')} onReason={change(kind, true)} />
                  ) : (
                    <ReasonButton danger label={t('endpoint.disable')} onReason={change(kind, false)} />
                  )),
              },
            ]}
          />
        )}
      </LoadState>
    </section>
  );
}

function Standing({ line: { byRegulation, cite, enabled } }: { line: Line }) {
  const t = useText();
  if (byRegulation)
    return (
      <>
        <Tag color="green">{t(cite.length === 0 ? 'endpoint.default' : 'endpoint.byRegulation')}</Tag>
        <Articles cite={cite} />
      </>
    );
  if (enabled === null) return <Tag>{t('endpoint.notAdmitted')}</Tag>;
  const { reason, byName, at } = enabled;
  return <span>{t('endpoint.enabled', { reason, name: byName, date: timeText(at) })}</span>;
}
