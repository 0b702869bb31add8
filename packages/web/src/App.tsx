import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ActivityWatch } from './access/ActivityWatch.tsx';
import { ProofDialog } from './access/ProofDialog.tsx';
import { ApiFailure } from './api/http.ts';
import { router } from './router.tsx';
import { LocalWords } from './text/LocalWords.tsx';
import { LanguageProvider } from './text/language.tsx';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { OfflineBanner } from './ui/OfflineBanner.tsx';
import { ThemeProvider } from './ui/theme.tsx';

/** Only a server that did not answer is asked again; a refusal stays one. */
const isWorthRetrying = (attempt: number, cause: unknown) =>
  attempt < 3 && cause instanceof ApiFailure && cause.code === 'DISCONNECTED';

export function App() {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000 } } }),
  );
  return (
    <LanguageProvider>
      <ThemeProvider>
        <ErrorBoundary>
          <QueryClientProvider client={queries}>
            <LocalWords />
            <OfflineBanner />
            <ActivityWatch />
            <ProofDialog />
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </ThemeProvider>
    </LanguageProvider>
  );
}
