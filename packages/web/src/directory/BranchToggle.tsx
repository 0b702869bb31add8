import { useText } from '../text/language.tsx';

/** Opens and closes a line of a tree; where there is nothing below, its place stays empty. */
export function BranchToggle({
  name,
  hasMore,
  isOpen,
  onToggle,
}: {
  name: string;
  hasMore: boolean;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
}) {
  const t = useText();
  if (!hasMore) return <span className="dir-toggle" aria-hidden="true" />;
  return (
    <button
      type="button"
      className="dir-toggle"
      aria-expanded={isOpen}
      aria-label={t(isOpen ? 'dir.collapse' : 'dir.expand', { name })}
      onClick={() => onToggle(!isOpen)}
    >
      <span aria-hidden="true" />
    </button>
  );
}
