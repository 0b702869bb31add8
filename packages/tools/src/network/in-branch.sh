#!/bin/sh
# Chromium on the machine of a branch: the namespace is named by the environment, for its caller starts one program by its path.
exec ip netns exec "$NHIPCAU_BRANCH" "$NHIPCAU_CHROMIUM" "$@"
