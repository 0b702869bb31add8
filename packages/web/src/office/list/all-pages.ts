/** Rows of one exported file; a longer list is narrowed first. */
export const MOST_ROWS = 10_000;

/** Every row of a list that comes in pages, up to what one file holds. */
export async function allPages<Page extends { readonly next: string | null }, Row>(
  fetchPage: (cursor: string | null) => Promise<Page>,
  rowsOf: (page: Page) => readonly Row[],
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await fetchPage(cursor);
    rows.push(...rowsOf(page));
    cursor = page.next;
  } while (cursor !== null && rows.length < MOST_ROWS);
  return rows;
}
