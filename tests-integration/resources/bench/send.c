/*
 * Sends datagrams to nf_tables, one a file, each after the answers to the one before, and prints the nanoseconds from
 * opening the socket to the last answer: the least that any program needs to load them.
 */
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct datagram {
	char *bytes;
	size_t length;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static struct datagram read_datagram(const char *path)
{
	FILE *file = fopen(path, "r");
	struct stat status;
	struct datagram datagram;

	if (!file || fstat(fileno(file), &status))
		fail(path);
	datagram.length = status.st_size;
	datagram.bytes = malloc(datagram.length);
	if (!datagram.bytes || fread(datagram.bytes, 1, datagram.length, file) != datagram.length)
		fail(path);
	fclose(file);
	return datagram;
}

static void set_option(int fd, int level, int option, int value)
{
	if (setsockopt(fd, level, option, &value, sizeof(value)))
		fail("setsockopt");
}

static int open_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };

	if (fd < 0)
		fail("socket");
	set_option(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
	set_option(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
	set_option(fd, SOL_SOCKET, SO_SNDBUFFORCE, 32 << 20);
	set_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20);
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		fail("bind");
	return fd;
}

/* The kernel works on a batch before the send returns; only the last message of one asks for an answer. */
static void apply(int fd, struct datagram datagram)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	static char answer[64 << 10];
	struct nlmsghdr *header = (struct nlmsghdr *)answer;
	int answers = 0;
	ssize_t length;

	if (sendto(fd, datagram.bytes, datagram.length, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		fail("sendto");
	while ((length = recv(fd, answer, sizeof(answer), MSG_DONTWAIT)) > 0) {
		struct nlmsgerr *error = NLMSG_DATA(header);

		if (header->nlmsg_type == NLMSG_ERROR && error->error) {
			errno = -error->error;
			fail("the kernel answers");
		}
		answers++;
	}
	if (answers == 0) {
		fputs("no answer\n", stderr);
		exit(1);
	}
}

int main(int count, char **paths)
{
	struct datagram *datagrams = calloc(count, sizeof(*datagrams));
	struct timespec begin, end;

	for (int i = 1; i < count; i++)
		datagrams[i] = read_datagram(paths[i]);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	int fd = open_socket();
	for (int i = 1; i < count; i++)
		apply(fd, datagrams[i]);
	close(fd);
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%lld\n", (end.tv_sec - begin.tv_sec) * 1000000000LL + end.tv_nsec - begin.tv_nsec);
	return 0;
}
