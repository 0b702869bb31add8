import './list.css';
import type { ReactNode } from 'react';
import { ExportButton, type Exported } from './ExportButton.tsx';
import { SearchField } from './SearchField.tsx';

/** What stands above a list: words to search for, further filters, the list as a file. */
export function ListTools<Row>({
  search,
  file,
  children,
}: {
  /** What can be searched for; none where the list cannot be searched. */
  search?: string;
  file?: Exported<Row>;
  children?: ReactNode;
}) {
  return (
    <search className="list-tools">
      {search !== undefined && <SearchField label={search} />}
      {children}
      {file && <ExportButton {...file} />}
    </search>
  );
}
