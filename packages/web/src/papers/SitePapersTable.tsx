import type { SitePapers } from '@nhipcau/contracts';
import { Tag } from 'antd';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useText } from '../text/language.tsx';

const tones = { notSent: 'red', sent: 'orange', received: 'green' } as const;

/** Which site was sent the papers, and which has them. */
export function SitePapersTable({ sites, speech }: { sites: readonly SitePapers[]; speech: Speech }) {
  const t = useText();
  return (
    <table className="paper-sites" aria-label={t('paper.sites')}>
      <thead>
        <tr>
          <th scope="col">{t('paper.site')}</th>
          <th scope="col">{t('paper.state')}</th>
        </tr>
      </thead>
      <tbody>
        {sites.map(({ siteId, name, state, sent, received, lastSentAt, lastReceivedAt, receivedBy }) => (
          <tr key={siteId}>
            <td>{name}</td>
            <td>
              <Tag color={tones[state]}>{t(`paper.${state}`)}</Tag>
              {sent > 0 && <span>{t('paper.count', { received, sent })}</span>}
              {lastReceivedAt !== null ? (
                <span className="muted">
                  {t('paper.by', { by: receivedBy ?? '', at: instantText(lastReceivedAt, speech) })}
                </span>
              ) : (
                lastSentAt !== null && (
                  <span className="muted">{t('paper.issued', { at: instantText(lastSentAt, speech) })}</span>
                )
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
