import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { NotFoundPage } from './access/NotFoundPage.tsx';
import { SignInPage } from './access/SignInPage.tsx';
import { AccountSearch } from './accounts/page-search.ts';
import type { InboxSearch } from './approval/InboxPage.tsx';
import { AuditSearch } from './audit/page-search.ts';
import { DaySearch, DirectorySearch } from './directory/page-search.ts';
import { TemplateSearch } from './documents/page-search.ts';
import { FinanceSearch } from './finance/page-search.ts';
import { LogSearch } from './logs/page-search.ts';
import { ListFilter } from './office/list/list-search.ts';
import { FileSearch, ListSearch } from './registration/page-search.ts';
import { DeadlineSearch, PageSearch } from './regulation/page-search.ts';
import { StatisticsSearch } from './reports/page-search.ts';
import { PeriodSearch, ScheduleSearch } from './schedule/page-search.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';

const rootRoute = createRootRoute({
  component: () => (
    <ErrorBoundary>
      <Outlet />
    </ErrorBoundary>
  ),
  notFoundComponent: NotFoundPage,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./office/home/HomePage.tsx'), 'HomePage'),
});
const filesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dang-ky',
  validateSearch: (search): ListSearch => ListSearch.parse(search),
  component: lazyRouteComponent(() => import('./registration/RegistrationsPage.tsx'), 'RegistrationsPage'),
});
const fileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dang-ky/$meetingId',
  validateSearch: (search): FileSearch => FileSearch.parse(search),
  component: lazyRouteComponent(() => import('./registration/RegistrationPage.tsx'), 'RegistrationPage'),
});
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
const doorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/vao-hop/$meetingId',
  component: lazyRouteComponent(() => import('./door/DoorPage.tsx'), 'DoorPage'),
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
const secretaryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chu-toa/$meetingId/thu-ky',
  component: lazyRouteComponent(() => import('./consoles/chair/SecretaryPage.tsx'), 'SecretaryPage'),
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
const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dieu-hanh/$meetingId/ket-noi',
  component: lazyRouteComponent(() => import('./conduct/ConnectPage.tsx'), 'ConnectPage'),
});
const attendanceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dieu-hanh/$meetingId/tham-du',
  component: lazyRouteComponent(() => import('./conduct/AttendancePage.tsx'), 'AttendancePage'),
});
const regulationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quy-che',
  validateSearch: (search): PageSearch => PageSearch.parse(search),
  component: lazyRouteComponent(() => import('./regulation/RegulationPage.tsx'), 'RegulationPage'),
});

const deadlinesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thoi-han',
  validateSearch: (search): DeadlineSearch => DeadlineSearch.parse(search),
  component: lazyRouteComponent(() => import('./regulation/ledger/DeadlinesPage.tsx'), 'DeadlinesPage'),
});

const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/duyet',
  validateSearch: (search): InboxSearch => ({
    ...(search['xem'] === 'all' ? { xem: 'all' } : {}),
    ...(typeof search['tim'] === 'string' ? { tim: search['tim'].slice(0, 100) } : {}),
    ...(typeof search['hoSo'] === 'string' ? { hoSo: search['hoSo'] } : {}),
  }),
  component: lazyRouteComponent(() => import('./approval/InboxPage.tsx'), 'InboxPage'),
});
const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/truc-ban',
  component: lazyRouteComponent(() => import('./approval/DeskPage.tsx'), 'DeskPage'),
});

const meetingTimetableRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quy-che/$meetingId',
  component: lazyRouteComponent(
    () => import('./regulation/MeetingTimetablePage.tsx'),
    'MeetingTimetablePage',
  ),
});

const oidcReturnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dang-nhap/dinh-danh',
  component: lazyRouteComponent(() => import('./access/OidcReturnPage.tsx'), 'OidcReturnPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tai-khoan',
  component: lazyRouteComponent(() => import('./access/AccountPage.tsx'), 'AccountPage'),
});
const accountsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/tai-khoan',
  validateSearch: (search): AccountSearch => AccountSearch.parse(search),
  component: lazyRouteComponent(() => import('./accounts/AccountsPage.tsx'), 'AccountsPage'),
});
const reviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/ra-soat-quyen',
  component: lazyRouteComponent(() => import('./accounts/ReviewPage.tsx'), 'ReviewPage'),
});
const controlRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/phan-quyen-dieu-khien',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./accounts/ControlPage.tsx'), 'ControlPage'),
});
const devicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/thiet-bi-ca-nhan',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./accounts/DevicesPage.tsx'), 'DevicesPage'),
});
const securityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/an-toan',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./security/SecurityPage.tsx'), 'SecurityPage'),
});
const trunkPeersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/lien-he-thong',
  component: lazyRouteComponent(() => import('./trunk/TrunkPeersPage.tsx'), 'TrunkPeersPage'),
});
const wallboardsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/man-hinh',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./wallboard/WallboardsPage.tsx'), 'WallboardsPage'),
});
const wallboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/man-hinh',
  component: lazyRouteComponent(() => import('./wallboard/WallboardPage.tsx'), 'WallboardPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quan-tri/nhat-ky',
  validateSearch: (search): AuditSearch => AuditSearch.parse(search),
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
});

/** `xem`: the tab, `tatCa`: also what is settled, `tim`: search. */
interface NoticesSearch {
  readonly xem?: 'viec' | undefined;
  readonly tatCa?: true | undefined;
  readonly tim?: string | undefined;
}
const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thong-bao',
  validateSearch: (search): NoticesSearch => ({
    ...(search['xem'] === 'viec' ? { xem: 'viec' } : {}),
    ...(search['tatCa'] === true ? { tatCa: true } : {}),
    ...(typeof search['tim'] === 'string' ? { tim: search['tim'].slice(0, 100) } : {}),
  }),
  component: lazyRouteComponent(() => import('./notices/NoticesPage.tsx'), 'NoticesPage'),
});
const noticeBoardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thong-bao/$meetingId',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./notices/BoardPage.tsx'), 'BoardPage'),
});
const callsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thong-bao/$meetingId/goi-dien',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./notices/CallsPage.tsx'), 'CallsPage'),
});
const noticePartiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thong-bao/don-vi-nhan',
  component: lazyRouteComponent(() => import('./notices/PartiesPage.tsx'), 'PartiesPage'),
});
const partnerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/phoi-hop',
  component: lazyRouteComponent(() => import('./notices/PartnerPage.tsx'), 'PartnerPage'),
});
const acknowledgeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/xac-nhan/$token',
  component: lazyRouteComponent(() => import('./notices/AckPage.tsx'), 'AckPage'),
});

const directoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba',
  validateSearch: (search): DirectorySearch => DirectorySearch.parse(search),
  component: lazyRouteComponent(() => import('./directory/DirectoryPage.tsx'), 'DirectoryPage'),
});
const organisationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba/don-vi/$organisationId',
  validateSearch: (search): DaySearch => DaySearch.parse(search),
  component: lazyRouteComponent(() => import('./directory/OrganisationPage.tsx'), 'OrganisationPage'),
});
const siteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba/diem-cau/$siteId',
  component: lazyRouteComponent(() => import('./directory/SitePage.tsx'), 'SitePage'),
});
const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba/nhap',
  component: lazyRouteComponent(() => import('./directory/ImportPage.tsx'), 'ImportPage'),
});
const reformRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba/sap-xep',
  component: lazyRouteComponent(() => import('./directory/ReformPage.tsx'), 'ReformPage'),
});

const scheduleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich',
  validateSearch: (search): ScheduleSearch => ScheduleSearch.parse(search),
  component: lazyRouteComponent(() => import('./schedule/SchedulePage.tsx'), 'SchedulePage'),
});
const localUsesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich/dat-phong',
  validateSearch: (search): PeriodSearch => PeriodSearch.parse(search),
  component: lazyRouteComponent(() => import('./schedule/LocalUsesPage.tsx'), 'LocalUsesPage'),
});
const wavesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich/chay-thu',
  component: lazyRouteComponent(() => import('./schedule/WavesPage.tsx'), 'WavesPage'),
});
const limitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich/nang-luc',
  component: lazyRouteComponent(() => import('./schedule/LimitsPage.tsx'), 'LimitsPage'),
});
const feedsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich/lien-ket',
  component: lazyRouteComponent(() => import('./schedule/FeedsPage.tsx'), 'FeedsPage'),
});
const recordingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ban-ghi',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./recordings/RecordingListPage.tsx'), 'RecordingListPage'),
});
const recordingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ban-ghi/$meetingId',
  component: lazyRouteComponent(() => import('./recordings/RecordingPage.tsx'), 'RecordingPage'),
});
const publicCalendarRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lich-cong-khai',
  validateSearch: (search): Pick<ScheduleSearch, 'ngay'> => {
    const { ngay } = ScheduleSearch.parse(search);
    return ngay === undefined ? {} : { ngay };
  },
  component: lazyRouteComponent(() => import('./schedule/PublicCalendarPage.tsx'), 'PublicCalendarPage'),
});

const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/nhan-su',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./staff/StaffPage.tsx'), 'StaffPage'),
});
const rosterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/nhan-su/truc',
  validateSearch: ({ donVi, tuan }): { donVi?: string; tuan?: number } => ({
    ...(typeof donVi === 'string' ? { donVi } : {}),
    ...(typeof tuan === 'number' ? { tuan } : {}),
  }),
  component: lazyRouteComponent(() => import('./staff/RosterPage.tsx'), 'RosterPage'),
});
const admissionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ket-nap',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./staff/AdmissionListPage.tsx'), 'AdmissionListPage'),
});
const admissionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ket-nap/$siteId',
  component: lazyRouteComponent(() => import('./staff/AdmissionPage.tsx'), 'AdmissionPage'),
});
const assetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thiet-bi',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./assets/AssetsPage.tsx'), 'AssetsPage'),
});
const assetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thiet-bi/$assetId',
  component: lazyRouteComponent(() => import('./assets/AssetPage.tsx'), 'AssetPage'),
});
const templatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bieu-mau',
  validateSearch: (search): TemplateSearch => TemplateSearch.parse(search),
  component: lazyRouteComponent(() => import('./documents/TemplatesPage.tsx'), 'TemplatesPage'),
});
const trainingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dao-tao',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./training/TrainingPage.tsx'), 'TrainingPage'),
});
const complianceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ho-so-tuan-thu',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./staff/CompliancePage.tsx'), 'CompliancePage'),
});
const contactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-ba-lien-lac',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./staff/ContactsPage.tsx'), 'ContactsPage'),
});
const connectionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/hien-trang-ket-noi',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./staff/ConnectionsPage.tsx'), 'ConnectionsPage'),
});
const lineMeetingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/duong-truyen',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./monitoring/LineMeetingsPage.tsx'), 'LineMeetingsPage'),
});
const linesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/duong-truyen/$meetingId',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./monitoring/LinesPage.tsx'), 'LinesPage'),
});
const incidentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/su-co',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./incidents/IncidentsPage.tsx'), 'IncidentsPage'),
});
const endingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ket-thuc/$meetingId',
  component: lazyRouteComponent(() => import('./ending/EndingPage.tsx'), 'EndingPage'),
});
const logsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/so-nhat-ky',
  validateSearch: (search): LogSearch => LogSearch.parse(search),
  component: lazyRouteComponent(() => import('./logs/LogsPage.tsx'), 'LogsPage'),
});
const periodsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/danh-gia',
  validateSearch: ({ ky }): { ky?: string } => (typeof ky === 'string' ? { ky: ky.slice(0, 10) } : {}),
  component: lazyRouteComponent(() => import('./evaluation/PeriodsPage.tsx'), 'PeriodsPage'),
});
const meetingIncidentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/su-co/$meetingId',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./incidents/MeetingIncidentsPage.tsx'), 'MeetingIncidentsPage'),
});
const dutyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/phan-cong-truc/$meetingId',
  component: lazyRouteComponent(() => import('./staff/DutyPage.tsx'), 'DutyPage'),
});

const preparationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./preparation/PreparationPage.tsx'), 'PreparationPage'),
});
const readinessRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi/$meetingId',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./preparation/ReadinessBoardPage.tsx'), 'ReadinessBoardPage'),
});
const scriptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi/$meetingId/kich-ban',
  component: lazyRouteComponent(() => import('./preparation/ScriptPage.tsx'), 'ScriptPage'),
});
const rehearsalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi/$meetingId/tong-duyet',
  component: lazyRouteComponent(() => import('./rehearsal/RehearsalPage.tsx'), 'RehearsalPage'),
});
const planRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi/$meetingId/phuong-an',
  component: lazyRouteComponent(() => import('./preparation/PlanPage.tsx'), 'PlanPage'),
});
const checkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chuan-bi/$meetingId/$siteId',
  component: lazyRouteComponent(() => import('./preparation/CheckPage.tsx'), 'CheckPage'),
});

const statisticsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thong-ke',
  validateSearch: (search): StatisticsSearch => StatisticsSearch.parse(search),
  component: lazyRouteComponent(() => import('./reports/StatisticsPage.tsx'), 'StatisticsPage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bao-cao',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./reports/ReportsPage.tsx'), 'ReportsPage'),
});
const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bao-cao/$reportId',
  validateSearch: (search): ListFilter => ListFilter.parse(search),
  component: lazyRouteComponent(() => import('./reports/ReportPage.tsx'), 'ReportPage'),
});

const financeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kinh-phi',
  validateSearch: (search): FinanceSearch => FinanceSearch.parse(search),
  component: lazyRouteComponent(() => import('./finance/FinancePage.tsx'), 'FinancePage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    statisticsRoute,
    financeRoute,
    reportsRoute,
    reportRoute,
    staffRoute,
    securityRoute,
    trunkPeersRoute,
    rosterRoute,
    admissionsRoute,
    admissionRoute,
    complianceRoute,
    contactsRoute,
    connectionsRoute,
    dutyRoute,
    preparationRoute,
    readinessRoute,
    scriptRoute,
    planRoute,
    rehearsalRoute,
    checkRoute,
    filesRoute,
    fileRoute,
    signInRoute,
    roomRoute,
    secondScreenRoute,
    doorRoute,
    chairHomeRoute,
    chairRoute,
    secretaryRoute,
    operatorHomeRoute,
    operatorRoute,
    mapRoute,
    connectRoute,
    attendanceRoute,
    lineMeetingsRoute,
    linesRoute,
    incidentsRoute,
    meetingIncidentsRoute,
    endingRoute,
    logsRoute,
    periodsRoute,
    regulationRoute,
    meetingTimetableRoute,
    noticesRoute,
    noticeBoardRoute,
    noticePartiesRoute,
    callsRoute,
    partnerRoute,
    acknowledgeRoute,
    deadlinesRoute,
    scheduleRoute,
    localUsesRoute,
    wavesRoute,
    limitsRoute,
    feedsRoute,
    recordingsRoute,
    recordingRoute,
    publicCalendarRoute,
    inboxRoute,
    deskRoute,
    oidcReturnRoute,
    accountRoute,
    accountsRoute,
    reviewRoute,
    controlRoute,
    devicesRoute,
    auditRoute,
    wallboardsRoute,
    wallboardRoute,
    templatesRoute,
    trainingRoute,
    assetsRoute,
    assetRoute,
    directoryRoute,
    organisationRoute,
    siteRoute,
    importRoute,
    reformRoute,
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
