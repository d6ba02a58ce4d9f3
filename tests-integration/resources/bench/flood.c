/*
 * Sends frames by a network interface of each of several namespaces in turn, and prints for each how many nanoseconds a
 * frame took: the least, the lower quartile, the median and the upper quartile over all rounds. Over a veth pair that is
 * what the host at the other end needs for it, too, because the kernel works on a frame before the send returns.
 *
 *     flood ROUNDS SLICE LENGTH (NAMESPACE INTERFACE FRAMES)...
 *
 * FRAMES is a file of frames of LENGTH bytes; each round takes the next SLICE of them, after some of the last that only
 * bring the caches back from the namespace before.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { WARMING = 256, AT_ONCE = 512 };

struct path {
	int fd;
	char *frames;
	int count;
	double *rounds;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static struct path open_path(const char *namespace, const char *interface, const char *file, int length)
{
	int net = open(namespace, O_RDONLY);
	int frames = open(file, O_RDONLY);
	int one = 1;
	struct stat status;
	struct path path;

	if (net < 0 || setns(net, CLONE_NEWNET))
		fail(namespace);
	struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(interface) };
	path.fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (path.fd < 0 || bind(path.fd, (struct sockaddr *)&address, sizeof(address)))
		fail(interface);
	if (setsockopt(path.fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof(one)))
		fail("PACKET_QDISC_BYPASS");
	if (frames < 0 || fstat(frames, &status))
		fail(file);
	path.count = status.st_size / length;
	path.frames = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, frames, 0);
	if (path.frames == MAP_FAILED)
		fail(file);
	return path;
}

static void send_frames(struct path path, int from, int count, int length)
{
	struct iovec frames[AT_ONCE];
	struct mmsghdr messages[AT_ONCE] = { 0 };

	while (count > 0) {
		int some = count < AT_ONCE ? count : AT_ONCE;

		for (int i = 0; i < some; i++) {
			frames[i] = (struct iovec){ path.frames + (size_t)(from + i) * length, length };
			messages[i].msg_hdr.msg_iov = &frames[i];
			messages[i].msg_hdr.msg_iovlen = 1;
		}
		int sent = sendmmsg(path.fd, messages, some, 0);
		if (sent < 0)
			fail("sendmmsg");
		from += sent;
		count -= sent;
	}
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

static double measure(struct path path, int round, int slice, int length)
{
	int room = path.count - WARMING;
	int from = (int)((long)round * slice % (room - slice + 1));

	send_frames(path, room, WARMING, length);
	double begin = now();
	send_frames(path, from, slice, length);
	return (now() - begin) / slice;
}

static int compare(const void *one, const void *other)
{
	double difference = *(const double *)one - *(const double *)other;

	return (difference > 0) - (difference < 0);
}

int main(int count, char **words)
{
	int rounds = atoi(words[1]), slice = atoi(words[2]), length = atoi(words[3]);
	int paths = (count - 4) / 3;
	struct path *all = calloc(paths, sizeof(*all));

	for (int i = 0; i < paths; i++) {
		char **word = words + 4 + 3 * i;

		all[i] = open_path(word[0], word[1], word[2], length);
		all[i].rounds = calloc(rounds, sizeof(double));
	}
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < paths; i++)
			all[i].rounds[round] = measure(all[i], round, slice, length);
	for (int i = 0; i < paths; i++) {
		double *sorted = all[i].rounds;

		qsort(sorted, rounds, sizeof(double), compare);
		printf("%.1f %.1f %.1f %.1f\n", sorted[0], sorted[rounds / 4], sorted[rounds / 2], sorted[rounds * 3 / 4]);
	}
	return 0;
}
