import type { Violation } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { HandleActs, HandledState } from './Handled.tsx';

type Handling = { readonly outcome: 'handled' | 'dismissed'; readonly handling: string };
type Row = Pick<Violation, 'state' | 'handling' | 'handledByName'>;

/** What was noticed, what became of it, and the two ways to close it: violations and attempts on the system alike. */
export function HandledTable<Noticed extends Row>({
  rows,
  columns,
  idOf,
  rowKey,
  mayWrite,
  empty,
  dismiss,
  handle,
}: {
  rows: readonly Noticed[];
  columns: TableColumnsType<Noticed>;
  idOf: (row: Noticed) => string;
  rowKey: keyof Noticed & string;
  mayWrite: boolean;
  empty: string;
  /** Words of the act that nothing comes of. */
  dismiss: string;
  handle: (id: string, done: Handling) => Promise<unknown>;
}) {
  const t = useText();
  const queries = useQueryClient();
  const handling = useMutation({
    mutationFn: ({ id, ...done }: { id: string } & Handling) => handle(id, done),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  });
  return (
    <>
      <FailureText code={codeOf(handling.error)} />
      <Table<Noticed>
        size="middle"
        rowKey={rowKey}
        dataSource={[...rows]}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        locale={{ emptyText: empty }}
        columns={[
          ...columns,
          { title: t('security.state'), width: 220, render: (_, row) => <HandledState of={row} /> },
          {
            title: '',
            align: 'right',
            width: 250,
            render: (_, row) =>
              row.state === 'open' &&
              mayWrite && (
                <HandleActs
                  dismiss={dismiss}
                  onHandled={(done) => handling.mutate({ id: idOf(row), ...done })}
                />
              ),
          },
        ]}
      />
    </>
  );
}
