import './list.css';
import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useListFilter } from './list-search.ts';

const SEARCH_AFTER_MS = 300;

/** Words to search a list for; they stand in the address as soon as the typing rests. */
export function SearchField({ label }: { label: string }) {
  const [{ tim = '' }, change] = useListFilter();
  const [typed, setTyped] = useState(tim);
  useEffect(() => {
    if (typed === tim) return;
    const timer = setTimeout(() => change({ tim: typed }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, tim, change]);
  return (
    <Input.Search
      allowClear
      className="list-search"
      aria-label={label}
      placeholder={label}
      maxLength={100}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
