import { type Ending, type EndingAct, type OutstandingIssue, SiteId } from '@nhipcau/contracts';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { folded } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { actOnEnding } from './calls.ts';

/** What is left to be mended: taken over, mended, and whatever somebody adds. */
export function IssueList({ ending, onAct }: { ending: Ending; onAct: (act: EndingAct) => void }) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const sites = ending.sites.flatMap(({ siteId, name, mayAct }) =>
    siteId !== null && mayAct ? [{ value: siteId as string, label: name }] : [],
  );
  const only = sites.length === 1 ? sites[0]?.value : undefined;
  return (
    <section className="panel end-issues">
      <header>
        <h2>{t('end.issues')}</h2>
        {sites.length > 0 && (
          <button type="button" className="button" onClick={() => setOpen(true)}>
            {t('end.leave')}
          </button>
        )}
      </header>
      {ending.issues.length === 0 ? (
        <p className="muted">{t('end.noIssues')}</p>
      ) : (
        <ul>
          {ending.issues.map((issue) => (
            <Issue key={issue.issueId} issue={issue} mayMend={ending.mayMend} onAct={onAct} />
          ))}
        </ul>
      )}
      <ActDrawer<{ site: string; words: string }>
        title={t('end.leave')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        initial={only === undefined ? {} : { site: only }}
        submit={t('end.leave')}
        act={({ site, words }) =>
          actOnEnding(ending.meetingId, {
            act: 'leaveIssue',
            siteId: SiteId.parse(site),
            words,
            dueAt: null,
          })
        }
      >
        <Form.Item name="site" label={t('end.site')} rules={[{ required: true }]}>
          <Select
            showSearch={{
              filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)),
            }}
            options={sites}
          />
        </Form.Item>
        <TextField name="words" label={t('end.words')} rows={3} required />
      </ActDrawer>
    </section>
  );
}

function Issue({
  issue: { issueId, siteName, words, at, byName, takenOver, fixed },
  mayMend,
  onAct,
}: {
  issue: OutstandingIssue;
  mayMend: boolean;
  onAct: (act: EndingAct) => void;
}) {
  const { t, language } = useLanguage();
  const facts = [
    `${dateAndTime(at, language)}, ${byName}`,
    takenOver && t('end.takenBy', { name: takenOver.byName }),
    fixed && t('end.fixedBy', { at: dateAndTime(fixed.at, language), words: fixed.words }),
  ].filter((fact) => fact !== null);
  return (
    <li className={fixed === null ? 'open' : 'fixed'}>
      <div>
        <strong>{siteName}</strong>
        <span>{words}</span>
        <small className="muted">{facts.join('. ')}</small>
      </div>
      {mayMend && fixed === null && (
        <span className="end-acts">
          {takenOver === null && (
            <button
              type="button"
              className="button"
              onClick={() => onAct({ act: 'takeOver', issueId, note: null })}
            >
              {t('end.takeOver')}
            </button>
          )}
          {takenOver !== null && (
            <ReasonButton
              label={t('end.fix')}
              onReason={(how) => onAct({ act: 'fix', issueId, words: how })}
            />
          )}
        </span>
      )}
    </li>
  );
}
