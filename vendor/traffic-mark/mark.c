/*
 * Puts a DSCP mark on everything the media worker sends (R-AST-13, ADR 0022).
 *
 * mediasoup offers no option for it. This library is loaded before the worker (LD_PRELOAD) and marks each socket when it is
 * bound; a connection that a marked TCP socket accepts has its mark too. MCU_DSCP: 0 to 63. Without it, or with anything
 * else, nothing is marked.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdlib.h>
#include <sys/socket.h>

static int wanted(void) {
  const char *text = getenv("MCU_DSCP");
  char *end = NULL;
  if (text == NULL || *text == '\0') return -1;
  long mark = strtol(text, &end, 10);
  return *end == '\0' && mark >= 0 && mark <= 63 ? (int)mark : -1;
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
  int (*next)(int, const struct sockaddr *, socklen_t) =
      (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "bind");
  if (next == NULL) {
    errno = ENOSYS;
    return -1;
  }
  int mark = wanted();
  if (mark >= 0 && address != NULL && (address->sa_family == AF_INET || address->sa_family == AF_INET6)) {
    int before = errno;
    int byte = mark << 2; /* The two bits below are the network's: ECN. */
    setsockopt(fd, IPPROTO_IP, IP_TOS, &byte, sizeof byte);
    if (address->sa_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &byte, sizeof byte);
    errno = before; /* A socket that cannot be marked is used unmarked. */
  }
  return next(fd, address, length);
}
