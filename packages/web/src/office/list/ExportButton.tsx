import './list.css';
import { type Cell, toCsv } from '@nhipcau/base';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { saveFile } from '../../documents/save-file.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { codeOf } from '../LoadState.tsx';
import { MOST_ROWS } from './all-pages.ts';

export interface Exported<Row> {
  /** Beginning of the file's name. */
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly cell: (row: Row) => Cell }[];
  /** What the list shows now; a list that comes in pages fetches the rest. */
  readonly rows: readonly Row[] | (() => Promise<readonly Row[]>);
}

/** Today where the person sits. */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format(new Date());

/** Saves a list, as it is filtered, for a spreadsheet. */
export function ExportButton<Row>({ name, columns, rows }: Exported<Row>) {
  const t = useText();
  const { message } = App.useApp();
  const exporting = useMutation({
    mutationFn: async () => {
      const all = typeof rows === 'function' ? await rows() : rows;
      const lines = all.slice(0, MOST_ROWS).map((row) => columns.map(({ cell }) => cell(row)));
      const text = toCsv([columns.map(({ title }) => title), ...lines]);
      saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${name}-${today()}.csv`);
      return all.length;
    },
    onSuccess: (count) => {
      if (count >= MOST_ROWS) void message.warning(t('office.exportCut', { count: MOST_ROWS }));
    },
  });
  return (
    <>
      <Button className="list-export" loading={exporting.isPending} onClick={() => exporting.mutate()}>
        {t('office.export')}
      </Button>
      <FailureText code={codeOf(exporting.error)} />
    </>
  );
}
