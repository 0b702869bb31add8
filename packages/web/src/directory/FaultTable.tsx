import type { RowFault } from '@nhipcau/contracts';
import { Table } from 'antd';
import { useText } from '../text/language.tsx';
import { columnText, faultText } from './words.ts';

/** Every bad row of a file: where, what stands there, why it cannot be taken. */
export function FaultTable({ faults, count }: { faults: readonly RowFault[]; count: number }) {
  const t = useText();
  if (count === 0) return null;
  const heading = (column: string) => {
    const text = columnText(column);
    return text === null ? column : t(text);
  };
  return (
    <section aria-label={t('import.faults')}>
      <h2 className="dir-bad">{t('import.faults')}</h2>
      {count > faults.length && (
        <p className="muted">{t('import.allFaults', { count, shown: faults.length })}</p>
      )}
      <Table
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={faults.map((fault, index) => ({ ...fault, key: index }))}
        columns={[
          { title: t('import.row'), dataIndex: 'row', width: 80 },
          { title: t('import.column'), width: 180, render: (_, { column }) => heading(column) },
          { title: t('import.value'), dataIndex: 'value', ellipsis: true },
          { title: t('import.reason'), render: (_, { code }) => t(faultText(code)) },
        ]}
      />
    </section>
  );
}
