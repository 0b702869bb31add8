import type { ReportLine } from '@nhipcau/contracts';
import { Tag } from 'antd';
import { useText } from '../text/language.tsx';
import { stateTexts } from './report-text.ts';

const colours = { open: 'default', submitted: 'blue', returned: 'orange', accepted: 'green' } as const;

/** How a report stands, and whether it is or came late. */
export function ReportStateTag({ report: { state, late } }: { report: Pick<ReportLine, 'state' | 'late'> }) {
  const t = useText();
  return (
    <>
      <Tag color={colours[state]}>{t(stateTexts[state])}</Tag>
      {late && <Tag color="red">{t('report.late')}</Tag>}
    </>
  );
}
