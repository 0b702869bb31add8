import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { HomePage } from './access/HomePage.tsx';
import { NotFoundPage } from './access/NotFoundPage.tsx';
import { SignInPage } from './access/SignInPage.tsx';
import { PageSearch } from './regulation/page-search.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';

const rootRoute = createRootRoute({
  component: () => (
    <ErrorBoundary>
      <Outlet />
    </ErrorBoundary>
  ),
  notFoundComponent: NotFoundPage,
});

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dang-nhap',
  validateSearch: (search): { tiep?: string } =>
    typeof search['tiep'] === 'string' && search['tiep'].startsWith('/') ? { tiep: search['tiep'] } : {},
  component: SignInPage,
});
const roomRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/phong',
  component: lazyRouteComponent(() => import('./consoles/terminal/RoomPage.tsx'), 'RoomPage'),
});
const secondScreenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/phong/trinh-chieu',
  component: lazyRouteComponent(() => import('./consoles/terminal/SecondScreenPage.tsx'), 'SecondScreenPage'),
});
const chairHomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chu-toa',
  component: lazyRouteComponent(() => import('./consoles/chair/ChairHomePage.tsx'), 'ChairHomePage'),
});
const chairRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chu-toa/$meetingId',
  component: lazyRouteComponent(() => import('./consoles/chair/ChairPage.tsx'), 'ChairPage'),
});
const operatorHomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dieu-hanh',
  beforeLoad: () => {
    throw redirect({ to: '/' });
  },
});
const operatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dieu-hanh/$meetingId',
  component: lazyRouteComponent(() => import('./consoles/operator/OperatorPage.tsx'), 'OperatorPage'),
});
const mapRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dieu-hanh/$meetingId/so-do',
  component: lazyRouteComponent(() => import('./consoles/map/CascadeMapPage.tsx'), 'CascadeMapPage'),
});
const regulationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quy-che',
  validateSearch: (search): PageSearch => PageSearch.parse(search),
  component: lazyRouteComponent(() => import('./regulation/RegulationPage.tsx'), 'RegulationPage'),
});

const meetingTimetableRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quy-che/$meetingId',
  component: lazyRouteComponent(
    () => import('./regulation/MeetingTimetablePage.tsx'),
    'MeetingTimetablePage',
  ),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    signInRoute,
    roomRoute,
    secondScreenRoute,
    chairHomeRoute,
    chairRoute,
    operatorHomeRoute,
    operatorRoute,
    mapRoute,
    regulationRoute,
    meetingTimetableRoute,
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
