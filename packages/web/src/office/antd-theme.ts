import { type ThemeConfig, theme as themes } from 'antd';
import type { Theme } from '../ui/theme.tsx';

/** Colours of `ui/tokens.css`, for the components that compute shades of them. */
const colors = {
  dark: {
    colorPrimary: '#1f6fd6',
    colorBgBase: '#10161f',
    colorBgLayout: '#0a0e14',
    colorBgContainer: '#10161f',
    colorBgElevated: '#161e2a',
    colorBorder: '#31404f',
    colorBorderSecondary: '#212c3b',
    colorText: '#eaf0f7',
    colorTextSecondary: '#a9b6c6',
    colorTextTertiary: '#8391a3',
    colorTextPlaceholder: '#8391a3',
    colorTextDisabled: '#7f8da0',
    colorError: '#ff7d5c',
    colorWarning: '#ffc46b',
    colorLink: '#6cb2ff',
  },
  light: {
    colorPrimary: '#0b5cad',
    colorBgBase: '#ffffff',
    colorBgLayout: '#eef2f6',
    colorBgContainer: '#ffffff',
    colorBgElevated: '#ffffff',
    colorBorder: '#b9c6d4',
    colorBorderSecondary: '#d9e1ea',
    colorText: '#101a26',
    colorTextSecondary: '#435265',
    colorTextTertiary: '#5c6b7e',
    colorTextPlaceholder: '#5c6b7e',
    colorTextDisabled: '#5f6e82',
    colorError: '#b3321a',
    colorWarning: '#8a5a00',
    colorWarningBg: '#fff2d3',
    colorWarningBorder: '#e6c98f',
    // As words of a tag upon its own light ground.
    volcano7: '#b8310a',
    colorLink: '#0b5cad',
  },
} as const satisfies Record<Theme, ThemeConfig['token']>;

export const antdTheme = (theme: Theme): ThemeConfig => ({
  algorithm: theme === 'dark' ? themes.darkAlgorithm : themes.defaultAlgorithm,
  token: {
    ...colors[theme],
    fontFamily: 'var(--font)',
    fontSize: 15,
    borderRadius: 7,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { cellPaddingBlockMD: 9, headerBg: 'var(--surface-2)' },
    Tabs: {
      itemSelectedColor: 'var(--accent)',
      itemActiveColor: 'var(--accent)',
      inkBarColor: 'var(--accent)',
    },
    Menu: { itemHeight: 38, itemMarginInline: 8 },
  },
});
