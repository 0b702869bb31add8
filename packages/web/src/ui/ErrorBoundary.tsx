import { Component, type ReactNode } from 'react';
import { useText } from '../text/language.tsx';

/** Shows a plain page instead of nothing when a defect stops the drawing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <DefectPage /> : this.props.children;
  }
}

function DefectPage() {
  const t = useText();
  return (
    <main className="center-page" role="alert">
      <h1>{t('defect.title')}</h1>
      <p className="muted">{t('defect.text')}</p>
      <button type="button" className="button primary large" onClick={() => globalThis.location.reload()}>
        {t('defect.reload')}
      </button>
    </main>
  );
}
