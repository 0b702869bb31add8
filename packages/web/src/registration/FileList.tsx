import type { RegistrationSummary } from '@nhipcau/contracts';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { stateTone } from '../approval/finding-text.ts';
import { DueTag } from '../office/DueTag.tsx';
import { instantText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';

/** Files as lines: number, title, when, where it stands, until when somebody decides. */
export function FileList({ files }: { files: readonly RegistrationSummary[] }) {
  const { t, language } = useLanguage();
  const speech = { t, language, timeZone: ZONE };
  return (
    <ul className="rf-files">
      {files.map(
        ({
          meetingId,
          fileNumber,
          title,
          start,
          hostName,
          siteCount,
          state,
          decideBy,
          urgency,
          isSecret,
        }) => (
          <li key={meetingId}>
            <Link to="/dang-ky/$meetingId" params={{ meetingId }} className="rf-file">
              <span className="rf-file-head">
                <span className="rf-number">{fileNumber}</span>
                <strong>{title}</strong>
                {urgency === 'urgent' && <Tag color="red">{t('inbox.urgent')}</Tag>}
                {isSecret && <Tag color="purple">{t('inbox.secret')}</Tag>}
              </span>
              <span className="muted">
                {`${instantText(start, speech)}, ${hostName}, ${t('inbox.sites', { count: siteCount })}`}
              </span>
            </Link>
            <span className="rf-file-state">
              {decideBy !== null && <DueTag dueAt={decideBy} />}
              <Tag color={stateTone[state]}>{t(`file.state.${state}`)}</Tag>
            </span>
          </li>
        ),
      )}
    </ul>
  );
}
