/*
 * Says with which mark a packet arrives: binds a free UDP port of 127.0.0.1, writes its number, waits for one packet and
 * writes its DSCP. For the tests; needs no rights.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof here;
  if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_RECVTOS, &on, sizeof on) != 0) return 1;
  if (bind(fd, (struct sockaddr *)&here, length) != 0) return 1;
  if (getsockname(fd, (struct sockaddr *)&here, &length) != 0) return 1;
  printf("%d\n", ntohs(here.sin_port));
  fflush(stdout);
  char packet[2048], control[256];
  struct iovec vector = {packet, sizeof packet};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  if (recvmsg(fd, &message, 0) < 0) return 1;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part != NULL; part = CMSG_NXTHDR(&message, part))
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_TOS) {
      printf("%d\n", *(unsigned char *)CMSG_DATA(part) >> 2);
      return 0;
    }
  return 1;
}
