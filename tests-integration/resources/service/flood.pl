# flood.pl SOCKET MODE NUMBER [COMMAND]: takes as much of the daemon as it gets, by so many processes, for ever.
# MODE is idle, half (sends half a request), connect (comes and goes) or ask (sends the command again and again).
# Makes the file /tmp/flooded when the first answer is read.
use strict;
use warnings;
use IO::Socket::UNIX;

my ($socket, $mode, $number, $command) = @ARGV;
$SIG{PIPE} = 'IGNORE';
for (1 .. $number) {
  next if fork;
  while (1) {
    my $client = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $socket) or next;
    next if $mode eq 'connect';
    syswrite $client, '{"command":' if $mode eq 'half';
    syswrite $client, qq({"command":"$command","words":[],"options":{}}\n) x 100 if $mode eq 'ask';
    while (sysread $client, my $answer, 1 << 16) {
      open my $sign, '>', '/tmp/flooded';
    }
  }
}
1 while wait > 0;
