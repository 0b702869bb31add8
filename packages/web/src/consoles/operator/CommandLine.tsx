import type { SiteId } from '@nhipcau/contracts';
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { findSites } from '../../live/site-search.ts';
import { useSites } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useDesk, useDeskState } from './desk-context.ts';
import { StateShape } from './StateShape.tsx';
import { stateText, stateTone } from './site-words.ts';

/** Where a site's number or name is typed; Enter takes it in hand. */
export function CommandLine({ inputRef }: { inputRef: RefObject<HTMLInputElement | null> }) {
  const t = useText();
  const desk = useDesk();
  const sites = useSites();
  const typed = useDeskState((state) => state.typed);
  const [index, setIndex] = useState(0);
  const found = useMemo(() => findSites(sites, typed), [sites, typed]);
  const marked = found[Math.min(index, found.length - 1)];
  const choose = (siteId: SiteId) => {
    desk.select(siteId);
    setIndex(0);
    inputRef.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'Enter':
        if (marked) choose(marked.siteId);
        break;
      case 'ArrowDown':
        setIndex((present) => Math.min(present + 1, found.length - 1));
        break;
      case 'ArrowUp':
        setIndex((present) => Math.max(present - 1, 0));
        break;
      case 'Escape':
        desk.store.set({ typed: '' });
        inputRef.current?.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="command-line">
      <Icon name="search" />
      <input
        ref={inputRef}
        className="command-input"
        type="text"
        role="combobox"
        aria-label={t('command.label')}
        aria-expanded={found.length > 0}
        aria-controls="command-found"
        aria-activedescendant={marked ? `found-${marked.siteId}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('command.placeholder')}
        value={typed}
        onChange={({ target }) => {
          desk.store.set({ typed: target.value });
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      {typed !== '' && (
        <div id="command-found" className="command-found" role="listbox" aria-label={t('command.found')}>
          {found.map((site) => (
            <div
              key={site.siteId}
              id={`found-${site.siteId}`}
              role="option"
              tabIndex={-1}
              aria-selected={site === marked}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(site.siteId);
              }}
            >
              <span className="found-number">{site.number}</span>
              <span className="found-name">{site.name}</span>
              <span className="muted">{site.groupName}</span>
              <span className={`mark ${stateTone[site.state]}`}>
                <StateShape state={site.state} />
                {t(stateText[site.state])}
              </span>
            </div>
          ))}
          {found.length === 0 && <div className="command-nothing">{t('command.nothing')}</div>}
        </div>
      )}
    </div>
  );
}
