import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { Icon } from '../ui/Icon.tsx';
import { LanguageSwitch, ThemeSwitch } from '../ui/Switches.tsx';
import { useWholeMeeting } from './use-live.ts';

/** Head of a page beside the console: what it shows of which meeting, and the way back. */
export function LiveBar({ title, children }: { title: string; children?: ReactNode }) {
  const t = useText();
  const meeting = useWholeMeeting();
  return (
    <header className="app-bar">
      <Brand size={24} />
      <h1>{title}</h1>
      <span className="muted app-bar-meeting">{meeting?.title ?? ''}</span>
      {children}
      <span className="push" />
      {meeting && (
        <Link className="button" to="/dieu-hanh/$meetingId" params={{ meetingId: meeting.meetingId }}>
          <Icon name="broadcast" />
          {t('home.openConsole')}
        </Link>
      )}
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  );
}
