import './screen.css';
import type { Screen } from '@nhipcau/contracts';
import { PaneView, type PictureSource } from './PaneView.tsx';

/** Names stay readable down to a grid of nine; beyond, they are drawn small. */
const crowded: ReadonlySet<Screen['layout']> = new Set(['grid16', 'grid25']);

/** A whole screen in its arrangement. */
export function ScreenView({
  screen,
  source,
  label,
}: {
  screen: Screen;
  source: PictureSource;
  label: string;
}) {
  return (
    <section className={`screen ${screen.layout}`} aria-label={label}>
      {screen.panes.map((pane, index) => (
        <PaneView
          // biome-ignore lint/suspicious/noArrayIndexKey: a pane is its place on the screen; the picture in it changes.
          key={index}
          pane={pane}
          source={source}
          small={crowded.has(screen.layout)}
        />
      ))}
    </section>
  );
}
