# A console for a machine that has none: a pseudo-terminal that is bound to the path given, and shown where this runs.
# What is typed here is typed there.
use strict;
use warnings;
use Fcntl;
use POSIX ();
my ($path) = @ARGV;
sysopen(my $master, '/dev/ptmx', O_RDWR | O_NOCTTY) or die "ptmx: $!";
my $unlocked = pack('i', 0);
ioctl($master, 0x40045431, $unlocked) or die "unlock: $!";    # TIOCSPTLCK
my $number = pack('I', 0);
ioctl($master, 0x80045430, $number) or die "number: $!";      # TIOCGPTN
my $slave = '/dev/pts/' . unpack('I', $number);
sysopen(my $held, $slave, O_RDWR | O_NOCTTY) or die "$slave: $!";    # so that it does not end between two sessions
my $size = pack('SSSS', 24, 80, 0, 0);
ioctl($held, 0x5414, $size) or die "size: $!";                      # TIOCSWINSZ
open(my $place, '>', $path) or die "$path: $!";
close($place);
system('mount', '--bind', $slave, $path) == 0 or die 'mount';
system('stty raw -echo');
$| = 1;
while (1) {
    my $wanted = '';
    vec($wanted, fileno(STDIN), 1) = 1;
    vec($wanted, fileno($master), 1) = 1;
    next if select($wanted, undef, undef, undef) < 0;
    my $bytes;
    if (vec($wanted, fileno($master), 1)) {
        if (sysread($master, $bytes, 4096)) { syswrite(STDOUT, $bytes); }
        else { select(undef, undef, undef, 0.05); }    # hung up until somebody opens it again
    }
    if (vec($wanted, fileno(STDIN), 1)) {
        last unless sysread(STDIN, $bytes, 4096);
        syswrite($master, $bytes);
    }
}
