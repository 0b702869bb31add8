import type { Cell } from '@nhipcau/base';
import { Button, Skeleton, Table } from 'antd';
import { lazy, Suspense, useCallback, useRef } from 'react';
import { saveFile } from '../documents/save-file.ts';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { useText } from '../text/language.tsx';
import type { ChartData } from './Chart.tsx';

/** Of a column, px: headings break into lines before a table has to be scrolled. */
const LEAST_WIDTH = 70;

const Chart = lazy(() => import('./Chart.tsx').then((module) => ({ default: module.Chart })));

export interface FigureColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Cell;
  /** As it is shown, where a file holds the bare number. */
  readonly text?: (row: Row) => string;
}

/** Figures as a chart with the table beside it; both can be saved. */
export function FigurePanel<Row>({
  title,
  name,
  chart,
  columns,
  rows,
  keyOf,
}: {
  title: string;
  /** Of the files. */
  name: string;
  chart: ChartData | null;
  columns: readonly FigureColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const onDrawn = useCallback((drawn: HTMLCanvasElement | null) => {
    canvas.current = drawn;
  }, []);
  const savePicture = () =>
    canvas.current?.toBlob((bytes) => {
      if (bytes) saveFile(bytes, `${name}.png`);
    });
  return (
    <section className={`figure-panel${chart === null ? '' : ' with-chart'}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {chart !== null && <Button onClick={savePicture}>{t('stat.savePicture')}</Button>}
        <ExportButton name={name} columns={columns} rows={rows} />
      </header>
      {chart !== null && (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
          <Chart {...chart} onDrawn={onDrawn} />
        </Suspense>
      )}
      <Table<Row>
        size="small"
        rowKey={keyOf}
        dataSource={rows}
        scroll={{ x: columns.length * LEAST_WIDTH }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={columns.map(({ title: heading, cell, text }, index) => ({
          key: heading,
          title: heading,
          align: index === 0 ? ('left' as const) : ('right' as const),
          render: (_: unknown, row: Row) => text?.(row) ?? cell(row),
        }))}
      />
    </section>
  );
}
