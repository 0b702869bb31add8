import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { inRepository } from '../paths.mjs';
import { hashText, listFiles } from '../stamp.mjs';

/**
 * How mediasoup's worker is built from the C++ source inside its npm package with Debian's libraries.
 *
 * Upstream builds with Meson, which downloads its own copies of OpenSSL, libuv, libsrtp 3, abseil and flatbuffers.
 * Here Debian's packages take their place, so that the build needs no network and gets security fixes with the system.
 */
export const recipe = {
  packages: [
    'g++',
    'libssl-dev',
    'libuv1-dev',
    'libsrtp2-dev',
    'libabsl-dev',
    'libflatbuffers-dev',
    'flatbuffers-compiler',
  ],
  schemaFlags: ['--cpp', '--cpp-field-case-style', 'lower', '--reflect-names', '--scoped-enums'],
  compileFlags: [
    '-std=c++20',
    '-O2',
    '-DNDEBUG',
    '-DMS_LITTLE_ENDIAN',
    '-DMS_EXECUTABLE',
    '-DFLATBUFFERS_LOCALE_INDEPENDENT=1',
  ],
  linkFlags: [
    '-lsrtp2',
    '-luv',
    '-lssl',
    '-lcrypto',
    '-labsl_strings',
    '-labsl_raw_logging_internal',
    '-labsl_bad_optional_access',
    '-labsl_throw_delegate',
    '-lflatbuffers',
    '-lpthread',
  ],
  /** What meson.build adds to its common sources when the built-in bandwidth estimation is off, and the entry point. */
  extraSources: [
    'src/DepLibWebRTC.cpp',
    'src/RTC/TransportCongestionControlClient.cpp',
    'src/RTC/TransportCongestionControlServer.cpp',
    'src/main.cpp',
  ],
  patches: [
    {
      // OpenSSL with kernel TLS (Debian's) asks the BIO whether kernel TLS is on. The worker's callback answers 1 to
      // every control call after the fact, which OpenSSL believes; it then writes into a buffer it never allocated and
      // the DTLS handshake crashes. The callback must hand through the call's own result.
      file: 'src/RTC/DtlsTransport.cpp',
      find: '(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
      replace: '(operationType & BIO_CB_RETURN) ? static_cast<long>(ret) : 1;',
    },
  ],
};

/** libsrtp 3's API on libsrtp 2, and a stand-in for a header-only map library that Debian 12 lacks. */
export const compatFolder = inRepository('vendor', 'mediasoup-compat');

/** Changes whenever the same mediasoup version would give another binary. */
export function recipeHash() {
  const compat = listFiles(compatFolder)
    .sort()
    .map((file) => [path.relative(compatFolder, file), fs.readFileSync(file, 'utf8')]);
  return hashText(JSON.stringify({ recipe, compat })).slice(0, 12);
}

/**
 * Names of the C++ files to compile, relative to the worker folder.
 *
 * They are read from the lists in the package's own Meson files, so that a new mediasoup version brings its own.
 */
export function listSources(workerFolder) {
  const common = namesIn(path.join(workerFolder, 'meson.build'), 'common_sources');
  const webrtcFolder = 'deps/libwebrtc';
  const webrtc = namesIn(path.join(workerFolder, webrtcFolder, 'meson.build'), 'libwebrtc_sources').map(
    (name) => `${webrtcFolder}/${name}`,
  );
  return [...common, ...recipe.extraSources, ...webrtc];
}

function namesIn(mesonFile, listName) {
  const text = fs.readFileSync(mesonFile, 'utf8');
  const list = new RegExp(`^${listName} = \\[([^\\]]*)\\]`, 'm').exec(text)?.[1];
  const names = [...(list ?? '').matchAll(/'([^']+\.(?:cpp|cc))'/g)].map((match) => match[1]);
  if (names.length === 0) {
    throw new StepFailure(
      `the media worker's source list "${listName}" was not found in ${path.basename(mesonFile)}`,
      {
        advice: 'this mediasoup version is laid out differently: adapt scripts/lib/worker/recipe.mjs',
      },
    );
  }
  return names;
}

/** @throws {StepFailure} unless the text to replace occurs exactly once */
export function applyPatch(source, { file, find, replace }) {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new StepFailure(
      `the patch for ${file} expects its text once and found it ${parts.length - 1} times`,
      {
        advice: 'this mediasoup version differs: look at the file and adapt scripts/lib/worker/recipe.mjs',
      },
    );
  }
  return parts.join(replace);
}
