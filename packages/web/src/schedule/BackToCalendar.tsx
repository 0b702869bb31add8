import { Link } from '@tanstack/react-router';
import { ARROW } from '../directory/words.ts';
import { useText } from '../text/language.tsx';

/** Above a page that stands beside the calendar: what it is, and the way back. */
export function BackToCalendar({ about }: { about: string }) {
  const t = useText();
  return (
    <>
      <Link to="/lich">{t('schedule.open')}</Link>
      <span aria-hidden="true">{ARROW}</span>
      {about}
    </>
  );
}
