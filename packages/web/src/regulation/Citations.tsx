import './regulation.css';
import type { Citation } from '@nhipcau/contracts';

/** The words of the regulation, each with its article. */
export function Citations({ cite }: { cite: readonly Citation[] }) {
  return (
    <ul className="reg-cites">
      {cite.map(({ article, quote }) => (
        <li key={`${article}${quote}`}>
          <span className="reg-chip">{article}</span>
          <q>{quote}</q>
        </li>
      ))}
    </ul>
  );
}
