export { hashPassword } from './access/secrets.ts';
export { readConfig, type ServerConfig } from './config.ts';
export { printDocx } from './documents/print-docx.ts';
export { rulesFor } from './meetings/meeting-rules.ts';
export { insertMeeting } from './meetings/meetings.repository.ts';
export { createLogger } from './process/logging.ts';
export { runServer } from './process/run-server.ts';
export type { FilmMaterial } from './recordings/film-material.ts';
export { FilmStudio } from './recordings/film-studio.ts';
export { trafficMarkOf } from './regulation/shipped.ts';
export {
  countHeldMeeting,
  type HeldEvent,
  heldCall,
  keepHeldMeeting,
  meetHeldDuties,
} from './samples/held-meeting.ts';
export { type RunningServer, startServer } from './server.ts';
