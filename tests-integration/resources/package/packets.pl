# packets.pl SERVER PORT SOURCE VERDICT FOLDER: connects from SOURCE again and again until FOLDER/stop is there. What
# VERDICT says is right: "accepted", when an answer comes within a second, or "refused", when none comes in 40 ms.
# Writes "TRIED WRONG" to FOLDER/SOURCE when it ends, and each wrong one at once to FOLDER/wrong.
use strict;
use warnings;
use Errno qw(EINPROGRESS ECONNREFUSED);
use Fcntl;
use IO::Select;
use Socket;
use Time::HiRes qw(time sleep);

my ($server, $port, $source, $verdict, $folder) = @ARGV;
my $patience = $verdict eq 'accepted' ? 1 : 0.04;
my ($tried, $wrong) = (0, 0);
until (-e "$folder/stop") {
  socket my $socket, PF_INET, SOCK_STREAM, 0 or die "socket: $!";
  bind $socket, sockaddr_in(0, inet_aton($source)) or die "bind: $!";
  fcntl $socket, F_SETFL, O_NONBLOCK or die "fcntl: $!";
  my $begun = time;
  my $answered = connect($socket, sockaddr_in($port, inet_aton($server))) || $! == ECONNREFUSED;
  die "connect: $!" unless $answered || $! == EINPROGRESS;
  $answered ||= IO::Select->new($socket)->can_write($patience) ? 1 : 0;
  close $socket;
  ++$tried;
  if ($answered != ($verdict eq 'accepted' ? 1 : 0)) {
    ++$wrong;
    open my $log, '>>', "$folder/wrong";
    printf $log "%s is to be %s, and was not at %.3f\n", $source, $verdict, $begun;
  }
  sleep 0.004 if $verdict eq 'accepted';
}
open my $end, '>', "$folder/$source";
print $end "$tried $wrong\n";
