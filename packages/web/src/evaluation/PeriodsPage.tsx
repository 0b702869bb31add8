import './evaluation.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Select } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { useVocabulary } from '../text/use-vocabulary.ts';
import { fetchPeriod, fetchPeriods, periodPrintUrl } from './calls.ts';
import { ExecutionPanel } from './ExecutionPanel.tsx';
import { PeriodBoard } from './PeriodBoard.tsx';

const formats = ['docx', 'pdf', 'xlsx'] as const;
const inWords = (day: string): string => day.split('-').toReversed().join('/');

/** `/danh-gia`: the system judged period by period, the ground on which its lessor is paid, or how the text is kept. */
export function PeriodsPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { ky } = useSearch({ from: '/danh-gia' });
  const periods = useQuery({ queryKey: ['periods'], queryFn: fetchPeriods });
  const isOfExecution = useVocabulary()?.judged === 'execution';
  const chosen = ky ?? periods.data?.periods[0]?.period;
  return (
    <OfficePage
      title={t(isOfExecution ? 'eval.executionTitle' : 'eval.title')}
      subtitle={t(isOfExecution ? 'eval.executionSubtitle' : 'eval.subtitle')}
      actions={
        chosen !== undefined &&
        formats.map((format) => (
          <Button key={format} href={periodPrintUrl(chosen, format)} download>
            {t('book.print', { format: format.toUpperCase() })}
          </Button>
        ))
      }
    >
      <LoadState query={periods}>
        {({ periods: all, cite, executionBy }) =>
          executionBy !== null ? (
            <ExecutionPanel by={executionBy} />
          ) : chosen === undefined ? (
            <Empty description={t(cite.length === 0 ? 'eval.notForeseen' : 'eval.none')} />
          ) : (
            <>
              <Select
                className="eval-period"
                aria-label={t('eval.period')}
                value={chosen}
                onChange={(period) =>
                  void navigate({ to: '/danh-gia', search: { ky: period }, replace: true })
                }
                options={all.map(({ period, from, to, state }) => ({
                  value: period,
                  label: t('eval.periodOf', {
                    from: inWords(from),
                    to: inWords(to),
                    state: t(`eval.state.${state}`),
                  }),
                }))}
              />
              <Chosen key={chosen} period={chosen} />
            </>
          )
        }
      </LoadState>
    </OfficePage>
  );
}

function Chosen({ period }: { period: string }) {
  const query = useQuery({ queryKey: ['period', period], queryFn: () => fetchPeriod(period) });
  return <LoadState query={query}>{(evaluation) => <PeriodBoard evaluation={evaluation} />}</LoadState>;
}
