/*
 * A printer on a raw TCP port, for the tests of teslim-print. Writes its port, then takes one connection:
 *   byte_printer FILE takes|slow|deaf|resets    deaf: accepts and never reads; resets: hangs up in the middle
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int
take(int fd, const char *path, bool slow)
{
	char buffer[512];
	FILE *file = fopen(path, "wb");
	ssize_t got;

	if (file == NULL)
		return 1;
	while ((got = read(fd, buffer, sizeof buffer)) > 0) {
		fwrite(buffer, 1, (size_t)got, file);
		poll(NULL, 0, slow ? 60 : 0);
	}
	return fclose(file) == 0 && got == 0 ? 0 : 1;
}

static void
reset(int fd)
{
	const struct linger now = {.l_onoff = 1, .l_linger = 0};
	char buffer[100];

	(void)!read(fd, buffer, sizeof buffer);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int room = 4096, door = socket(AF_INET, SOCK_STREAM, 0), fd;

	if (argc != 3)
		return 2;
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	setsockopt(door, SOL_SOCKET, SO_RCVBUF, &room, sizeof room); /* as small as a printer's */
	if (bind(door, (struct sockaddr *)&address, size) != 0 || listen(door, 1) != 0 ||
		getsockname(door, (struct sockaddr *)&address, &size) != 0)
		return 1;
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	fd = accept(door, NULL, NULL);
	if (fd < 0)
		return 1;
	if (strcmp(argv[2], "deaf") == 0)
		pause();
	if (strcmp(argv[2], "resets") == 0)
		reset(fd);
	else
		return take(fd, argv[1], strcmp(argv[2], "slow") == 0);
	return 0;
}
