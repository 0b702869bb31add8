#!/bin/sh
# The media worker with the library that marks its packets (R-AST-13). Node's file descriptors go through to the worker.
LD_PRELOAD="$MCU_MARKER${LD_PRELOAD:+:$LD_PRELOAD}" exec "$MEDIASOUP_WORKER_BIN" "$@"
