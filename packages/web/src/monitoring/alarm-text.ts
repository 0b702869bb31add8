import type { LineAlarm } from '@nhipcau/contracts';
import type { TextKey } from '../text/catalogue.ts';

export const alarmText = {
  loss: 'alarm.loss',
  delay: 'alarm.delay',
  jitter: 'alarm.jitter',
  thin: 'alarm.thin',
  keyFrames: 'alarm.keyFrames',
  noPicture: 'alarm.noPicture',
  noSound: 'alarm.noSound',
} as const satisfies Record<LineAlarm, TextKey>;
