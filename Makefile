# teslim: build, check, install. GNU make. `make help` tells what there is.
VERSION  := 0.1.0
PREFIX   ?= /usr
SYSCONFDIR ?= /etc
DESTDIR  ?=
BUILD    ?= build
V        ?=
Q        := $(if $(V),,@)
ifeq ($(origin CC),default)
CC       := gcc
endif
PKG_CONFIG ?= pkg-config
SANITIZE ?=
COVERAGE ?=
FUZZ ?=
.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh

# The folder of the sources may have a blank in its name, since every name below starts there; make itself cannot
# have one in the name of a target, nor the shell below an apostrophe.
ifneq ($(words $(BUILD)),1)
$(error BUILD is "$(BUILD)": make cannot work in a folder with a blank in its name. Give one without)
endif
ifneq ($(findstring ',$(CURDIR)$(BUILD)),)
$(error This folder has an apostrophe in its name ($(CURDIR)), which the steps of this Makefile cannot quote. Rename it)
endif
BUILD_ABS := $(abspath $(BUILD))

# ---- rooms and programs
DESK_ROOMS  := base text ident days cert conf list seal store helper desk report ui app
CARD_ROOMS  := card
PRINT_ROOMS := print
LOGIN_ROOMS := login
ROOMS       := $(DESK_ROOMS) $(CARD_ROOMS) $(PRINT_ROOMS) $(LOGIN_ROOMS)

# ---- flags
# A warning stops those who develop, test or check; never somebody who only wants the program.
ifneq ($(filter check check-% tests test-% rules,$(MAKECMDGOALS)),)
WERROR   ?= -Werror
endif
WERROR   ?=
WARNINGS := -Wall -Wextra -Wformat=2 -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wundef -Wcast-qual -Wpointer-arith -Wwrite-strings
OPTIMIZE ?= -O2 -g
HARDEN   := -fPIE -fno-strict-aliasing
LDHARDEN := -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed
# What not every compiler, processor or level of optimization has is asked for, not assumed.
ASKED    := -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard
ifeq ($(SANITIZE),)
ASKED    += -D_FORTIFY_SOURCE=2
else
OPTIMIZE := -O1 -g
HARDEN   += -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DTESLIM_SANITIZED
LDHARDEN += -fsanitize=address,undefined
endif
ifneq ($(FUZZ),)
HARDEN   += -fsanitize=fuzzer-no-link
endif
ifneq ($(COVERAGE),)
OPTIMIZE := -O0 -g --coverage
LDHARDEN += --coverage
endif
# Goals that compile nothing themselves ask nothing and leave no folder behind.
ifneq ($(filter-out clean help deps deb format lint stats uninstall fuzz check-arm64 check-package check-compilers check-readme check-all,$(or $(MAKECMDGOALS),all)),)
HARDEN   += $(shell sh tests/flags.sh '$(BUILD)' '$(CC)' '$(OPTIMIZE)' $(ASKED))
LINKS    := $(shell sh tests/links.sh)
endif

PACKAGES := libpcsclite sqlite3 libcrypto libconfig ncursesw cairo freetype2 libzip expat zlib
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
CPPFLAGS_ALL = -D_GNU_SOURCE -DTESLIM_VERSION='"$(VERSION)"' -DTESLIM_SYSCONFDIR='"$(SYSCONFDIR)/teslim"' -DTESLIM_DOCDIR='"$(PREFIX)/share/doc/teslim"' -Iinclude -I$(BUILD)/gen $(PKG_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL = -std=c17 $(OPTIMIZE) $(WARNINGS) $(HARDEN) $(CFLAGS)
LINK = $(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS)

LIBS_DESK  = -lsqlite3 -lcrypto -lconfig -lncursesw -ltinfo -lzip -lexpat
LIBS_CARD  = -lpcsclite -lz -ldl
LIBS_PRINT = -lcairo -lfreetype -lcups -lzint -lm
LIBS_LOGIN = -lconfig
LIBS_TEST  = -lcmocka -lvterm -lutil

# ---- objects
sources  = $(filter-out src/$(1)/main.c,$(wildcard src/$(1)/*.c))
objects  = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call sources,$(1)))
DEMO_OBJECTS  := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/demo/main_%,$(wildcard tests/demo/*.c)))
PROGRAMS := $(BUILD)/teslim $(BUILD)/teslim-card $(BUILD)/teslim-print
LIBEXEC_PROGRAMS := $(BUILD)/login

TEST_DIRS    := $(patsubst tests/%/,%,$(wildcard tests/*/))
TEST_SOURCES := $(wildcard tests/*/test_*.c)
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(TEST_SOURCES))
TEST_SCRIPTS := $(filter-out tests/package/%,$(wildcard tests/*/test_*.sh))
TOOL_PROGRAMS := $(foreach tool,$(wildcard tests/*/main_*.c),$(BUILD)/$(dir $(tool))$(patsubst main_%.c,%,$(notdir $(tool))))
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_SHARED  := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/fuzz/fuzz_% tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
FUZZ_REPLAY  := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(FUZZ_SOURCES))
FUZZ_PROGRAMS := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/fuzz_%,$(FUZZ_SOURCES))

.PHONY: all check check-only check-all check-readme check-compilers check-arm64 demo bench install uninstall deb check-package clean deps \
	format lint san stats fuzz fuzzers cov mutate help tests rules FORCE
.SECONDARY:
.DELETE_ON_ERROR:

all: $(PROGRAMS) $(LIBEXEC_PROGRAMS)

# Everything is compiled anew when compiler or flags are others than last time.
COMPILED_BY = $(LINK) $(CPPFLAGS_ALL) $(CFLAGS_ALL)
$(BUILD)/compiled-by: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(COMPILED_BY))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILED_BY))' >$@

# What messages are called and take, apart from what they say: a changed word rebuilds the catalogue only.
MESSAGE_IDS := $(BUILD)/gen/teslim/message_ids.def
$(MESSAGE_IDS).stamp: $(wildcard include/teslim/messages/*.def) src/text/message_ids.awk
	@mkdir -p $(@D)
	$(Q)printf '%s\n' '#define MESSAGE(name, tr, en) @@name@@ tr @@ en @@' '#include "teslim/messages/messages.def"' | \
		$(CC) -E -P -Iinclude -x c -o $(MESSAGE_IDS).words -
	$(Q)awk -f src/text/message_ids.awk $(MESSAGE_IDS).words >$(MESSAGE_IDS).new
	$(Q)cmp -s $(MESSAGE_IDS).new $(MESSAGE_IDS) || mv $(MESSAGE_IDS).new $(MESSAGE_IDS)
	@touch $@
$(MESSAGE_IDS): $(MESSAGE_IDS).stamp
	@:

# A warning that does not stop the build is kept beside the object; where warnings stop, such objects are made anew.
WARNED := $(if $(WERROR),$(shell find $(BUILD)/obj -name '*.warned' 2>/dev/null))
$(WARNED:.warned=.o): FORCE
define compile
@mkdir -p $(@D)
$(if $(V),,@echo '  CC   $@')
$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(WERROR) $(1) $(if $(MAKE_TERMERR),-fdiagnostics-color) -MMD -MP -c -o $@ $< 2>$(@:.o=.warned) || \
	{ cat $(@:.o=.warned) >&2; rm -f $(@:.o=.warned); exit 1; }
@if [ -s $(@:.o=.warned) ]; then cat $(@:.o=.warned) >&2; else rm -f $(@:.o=.warned); fi
endef

$(BUILD)/obj/%.o: %.c $(BUILD)/compiled-by | $(MESSAGE_IDS)
	$(call compile,-Itests)

$(BUILD)/obj/%.o: src/%.c $(BUILD)/compiled-by | $(MESSAGE_IDS)
	$(call compile)

# An archive for each room, so that a program takes only the objects that it uses, and a test needs only some rooms.
# What a room or its tests are linked with, tests/links.sh reads from what they include.
archive_of = $(BUILD)/lib/$(1).a
linked_with = $(foreach room,$(patsubst $(1)=%,%,$(filter $(1)=%,$(LINKS))),$(if $(filter $(1),$(room)),,$(call archive_of,$(room))))
$(foreach room,$(ROOMS),$(eval $(call archive_of,$(room)): $(call objects,$(room))))
$(BUILD)/lib/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^
define link
@mkdir -p $(@D)
$(if $(V),,@echo '  LINK $@')
$(Q)$(LINK) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(1)
endef

$(BUILD)/teslim: $(BUILD)/obj/app/main.o $(call archive_of,app) $(call linked_with,app)
	$(call link,$(LIBS_DESK))
$(BUILD)/teslim-card: $(BUILD)/obj/card/main.o $(call archive_of,card) $(call linked_with,card)
	$(call link,$(LIBS_CARD) $(LIBS_DESK))
$(BUILD)/teslim-print: $(BUILD)/obj/print/main.o $(call archive_of,print) $(call linked_with,print)
	$(call link,$(LIBS_PRINT) $(LIBS_DESK))
$(BUILD)/login: $(BUILD)/obj/login/main.o $(call archive_of,login) $(call linked_with,login)
	$(call link,$(LIBS_LOGIN))

# ---- tests: tests/ROOM/test_*.c, one program each; main_*.c are tools; other .c files of the folder are shared by them
LIBS_ALL = $(LIBS_TEST) $(LIBS_DESK) $(LIBS_CARD) $(LIBS_PRINT)
room_shared = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/$(1)/test_% tests/$(1)/main_% tests/$(1)/fuzz_%,$(wildcard tests/$(1)/*.c)))
define test_room
$(call archive_of,tests/$(1)): $(call room_shared,$(1))
$(BUILD)/tests/$(1)/test_%: $(BUILD)/obj/tests/$(1)/test_%.o $(BUILD)/obj/tests/make/only.o $(call room_shared,$(1)) $(call linked_with,tests/$(1))
	$$(call link,$$(LIBS_ALL) $$(shell cat tests/$(1)/LIBS 2>/dev/null))
$(BUILD)/tests/$(1)/%: $(BUILD)/obj/tests/$(1)/main_%.o $(call room_shared,$(1)) $(call linked_with,tests/$(1))
	$$(call link,$$(LIBS_ALL) $$(shell cat tests/$(1)/LIBS 2>/dev/null))
endef
$(foreach room,$(filter-out fuzz make,$(TEST_DIRS)),$(eval $(call test_room,$(room))))

# A fuzz target replays its corpus in `make check`; with clang's fuzzer it explores in `make fuzz`.
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(FUZZ_SHARED) $(call linked_with,tests/fuzz)
	$(call link,$(LIBS_DESK) $(LIBS_CARD) $(LIBS_PRINT))

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(FUZZ_SHARED) $(call linked_with,tests/fuzz)
	$(call link,-fsanitize=fuzzer $(LIBS_DESK) $(LIBS_CARD) $(LIBS_PRINT))

tests: $(PROGRAMS) $(LIBEXEC_PROGRAMS) $(TEST_PROGRAMS) $(TOOL_PROGRAMS) $(FUZZ_REPLAY)

check: deps
	@$(MAKE) --no-print-directory check-only

check-only: tests rules
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' SANITIZE='$(SANITIZE)' sh tests/run.sh $(TEST_PROGRAMS) $(TEST_SCRIPTS)

# `make test-ROOM` runs the tests of one room, building only what they need; NAME=killed runs tests/ROOM/test_killed.c
# or .sh alone, any other NAME those tests within the programs that have it in their names.
TESTED := $(patsubst test-%,%,$(filter test-%,$(MAKECMDGOALS)))
ifneq ($(TESTED),)
ifneq ($(words $(TESTED)),1)
$(error One room at a time: make test-ROOM)
endif
ROOM_TESTS := $(filter $(BUILD)/tests/$(TESTED)/%,$(TEST_PROGRAMS)) $(filter tests/$(TESTED)/%,$(TEST_SCRIPTS))
ifeq ($(strip $(ROOM_TESTS)),)
$(error No room of tests is called "$(TESTED)"; there are $(sort $(patsubst tests/%/,%,$(dir $(TEST_SOURCES) $(TEST_SCRIPTS)))))
endif
ROOM_NAMED := $(filter %/test_$(NAME) %/test_$(NAME).sh,$(ROOM_TESTS))
ROOM_TESTS := $(or $(ROOM_NAMED),$(if $(NAME),$(filter-out %.sh,$(ROOM_TESTS)),$(ROOM_TESTS)))
ROOM_RUNS  := $(shell sh tests/links.sh runs $(TESTED) $(PROGRAMS) $(TOOL_PROGRAMS) $(FUZZ_REPLAY))
test-$(TESTED): $(filter-out %.sh,$(ROOM_TESTS)) $(ROOM_RUNS) $(filter $(BUILD)/tests/$(TESTED)/%,$(TOOL_PROGRAMS))
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' TEST_ONLY='$(if $(ROOM_NAMED),,$(NAME))' sh tests/room.sh $(ROOM_TESTS)
endif

# Every compiler that this release of Debian has, at every level of optimization, without a warning; minutes each.
check-compilers: deps
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' bash tests/compilers.sh $(COMPILERS)

check-arm64:
	@sh tests/deps.sh gcc-aarch64-linux-gnu qemu-user
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' sh tests/arm64/run.sh

# The rules of the house, checked by the machine (prints TAP of its own, run again inside tests/run.sh).
rules: $(PROGRAMS) $(LIBEXEC_PROGRAMS)

san: deps
	@$(MAKE) --no-print-directory BUILD=build/san SANITIZE=1 check-only

deps:
	@sh tests/deps.sh

demo: deps
	@$(MAKE) --no-print-directory all $(BUILD)/tests/demo/make_certificates $(BUILD)/tests/demo/virtual_card $(BUILD)/tests/demo/private_pcscd
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' sh tests/demo/demo.sh

bench: deps
	@$(MAKE) --no-print-directory WERROR= tests
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' sh tests/bench/run.sh

SECONDS_PER_TARGET ?= 60
MONKEY_EVENTS ?= 10000000
fuzz:
	@sh tests/deps.sh clang libclang-rt-dev
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang SANITIZE=1 FUZZ=1 WERROR= fuzzers
	@BUILD='$(CURDIR)/build/fuzz' TOP='$(CURDIR)' SECONDS_PER_TARGET='$(SECONDS_PER_TARGET)' sh tests/fuzz/fuzz.sh
	@$(MAKE) --no-print-directory BUILD=build/san SANITIZE=1 build/san/tests/scan/test_monkey
	TESLIM_MONKEY='$(MONKEY_EVENTS),'$$(date +%s) build/san/tests/scan/test_monkey

fuzzers: $(FUZZ_PROGRAMS)

# Small changes to a room's code, and which of them its own tests do not notice: make mutate ROOM=ident [LIMIT=50 BASE=REV FILE=mrz]
LIMIT ?= 100
mutate:
	@BUILD='$(BUILD_ABS)' python3 tests/mutate/mutate.py $(ROOM) --limit $(LIMIT) $(if $(BASE),--base $(BASE)) $(if $(FILE),--file $(FILE)) $(if $(JOBS),--jobs $(JOBS))

cov:
	@sh tests/deps.sh gcovr
	@$(MAKE) --no-print-directory BUILD=build/cov COVERAGE=1 WERROR= check-only
	gcovr -r . --object-directory build/cov -f 'src/' --print-summary -s

format:
	@sh tests/deps.sh clang-format-19
	clang-format-19 -i $(wildcard src/*/*.[ch] include/teslim/*.h tests/*/*.[ch])

lint:
	@sh tests/deps.sh cppcheck
	cppcheck --quiet --enable=warning,portability --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem --suppress=toomanyconfigs -Iinclude src
	mandoc -T lint -W warning man/*.[0-9]

stats:
	@sh tests/stats.sh

clean:
	@sh tests/clean.sh '$(BUILD)'

# ---- install, where Debian would; a file of conf/ that was changed in its place is never written over (conf/install.sh)
bindir  = $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec/teslim
mandir  = $(PREFIX)/share/man
docdir  = $(PREFIX)/share/doc/teslim
confdir = $(SYSCONFDIR)/teslim
# systemd and polkit look below /usr and in /etc; systemd also below /usr/local. For another PREFIX it is /etc.
systemddir = $(if $(filter /usr /usr/local,$(PREFIX)),$(PREFIX)/lib,$(SYSCONFDIR))
polkitdir  = $(if $(filter /usr,$(PREFIX)),$(PREFIX)/share,$(SYSCONFDIR))/polkit-1/rules.d
MAN_PAGES := $(wildcard man/*.[0-9])
put = @PREFIX='$(PREFIX)' SYSCONFDIR='$(SYSCONFDIR)' DESTDIR='$(DESTDIR)' sh conf/install.sh '$(DESTDIR)$(confdir)/.installed'

install: all
	@for folder in $(bindir) $(docdir) $(confdir) $(confdir)/trust $(confdir)/crl; do \
		[ -d '$(DESTDIR)'$$folder ] || install -d '$(DESTDIR)'$$folder || exit 1; done
	install -m 755 $(PROGRAMS) '$(DESTDIR)$(bindir)'
	$(if $(LIBEXEC_PROGRAMS),install -D -m 755 -t '$(DESTDIR)$(libexecdir)' $(LIBEXEC_PROGRAMS))
	for page in $(MAN_PAGES); do install -D -m 644 -t '$(DESTDIR)$(mandir)'/man$${page##*.} $$page || exit 1; done
	install -m 644 README.md LICENSE conf/teslim.conf '$(DESTDIR)$(docdir)'
	install -D -m 644 -t '$(DESTDIR)$(docdir)/examples' $(wildcard conf/*.conf) # what the doctor brings a lost one back from
	$(put) 644 '$(DESTDIR)$(confdir)' $(wildcard conf/*.conf)
	$(put) 755 '$(DESTDIR)$(libexecdir)' $(wildcard conf/libexec/*)
	$(put) 440 '$(DESTDIR)$(SYSCONFDIR)/sudoers.d' $(wildcard conf/sudoers.d/*)
	$(put) 644 '$(DESTDIR)$(polkitdir)' $(wildcard conf/polkit/*)
	$(put) 644 '$(DESTDIR)$(systemddir)/systemd/system' $(wildcard conf/systemd/*)
	$(put) 644 '$(DESTDIR)$(systemddir)/sysusers.d' $(wildcard conf/sysusers/*)
	$(put) 644 '$(DESTDIR)$(systemddir)/tmpfiles.d' $(wildcard conf/tmpfiles/*)

# All that `install` put outside of $(confdir): a rule that lets somebody run the program must not outlive it.
INSTALLED = $(patsubst $(BUILD)/%,$(bindir)/%,$(PROGRAMS)) \
	$(foreach page,$(notdir $(MAN_PAGES)),$(mandir)/man$(lastword $(subst ., ,$(page)))/$(page)) \
	$(patsubst conf/sudoers.d/%,$(SYSCONFDIR)/sudoers.d/%,$(wildcard conf/sudoers.d/*)) \
	$(patsubst conf/polkit/%,$(polkitdir)/%,$(wildcard conf/polkit/*)) \
	$(patsubst conf/systemd/%,$(systemddir)/systemd/system/%,$(wildcard conf/systemd/*)) \
	$(foreach kind,sysusers tmpfiles,$(patsubst conf/$(kind)/%,$(systemddir)/$(kind).d/%,$(wildcard conf/$(kind)/*)))
uninstall:
	rm -rf '$(DESTDIR)$(docdir)' '$(DESTDIR)$(libexecdir)'
	for file in $(INSTALLED); do rm -f '$(DESTDIR)'$$file '$(DESTDIR)'$$file.new; done
	@echo "$(DESTDIR)$(confdir) is left in place: it holds this desk's settings."

# ---- Debian packages: conf/debian laid out under $(BUILD)/deb, the results there as well. DEB_HOST=arm64 builds for another machine.
deb:
	@VERSION='$(VERSION)' BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' DEB_HOST='$(DEB_HOST)' sh conf/debian/build.sh

# All of it, for a release: here, in bare roots of both releases as root and as an ordinary user, and the packages. Root.
check-all:
	@bash tests/roots/all.sh

# README's installation, typed line by line in bare roots of both releases. Root; RELEASES=trixie for one alone.
check-readme: deps
	@$(MAKE) --no-print-directory all $(BUILD)/tests/demo/make_certificates
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' RELEASES='$(RELEASES)' sh tests/setup/check_readme.sh

# In bare roots of both releases: built, linted, installed, upgraded, purged. As root; minutes, so not part of `make check`.
check-package:
	@VERSION='$(VERSION)' BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' DEB_HOST='$(DEB_HOST)' sh tests/package/test_package.sh

define HELP
make                    build teslim, teslim-card and teslim-print in build/
make demo               try it: a desk with invented applicants and a virtual card reader (F12 puts cards in)
make install            install it below PREFIX (/usr) and SYSCONFDIR (/etc); DESTDIR is put before both
make uninstall          take the programs away again; the settings stay
make deb                build Debian packages for this release in build/deb; DEB_HOST=arm64 for another machine
make deps               install from Debian what building and testing need

make check              all tests; warnings are errors
make check-only         the same without make deps
make test-ROOM          the tests of one room of tests/, building only what they need: make test-store
     NAME=words         only tests/ROOM/test_words, or else only those tests that have the words in their names
make san                all tests under the address and undefined-behaviour sanitizers
make check-all          the whole suite here and in bare roots of Debian 12 and 13, and the packages, as root
make check-compilers    build with gcc 12 to 14 and clang 14 to 19 at -O0 to -O3; COMPILERS="gcc-13" for some
make check-arm64        build for arm64 and run the tests that need no card service in an emulator
make check-package      build, install, upgrade and purge the packages in bare roots of Debian 12 and 13, as root
make rules              see whether the rooms keep to their doors: part of make check
make bench              measure against other programs
make fuzz               look for inputs that break the parsers, SECONDS_PER_TARGET=60, and for random keys that write
                        something by accident, MONKEY_EVENTS=10000000
make cov                how much of the sources the tests reach

make mutate             small changes to the code of one room, and which of them its tests do not notice:
                        ROOM=store, LIMIT=100, BASE=commit for changed lines only, FILE=paper for one of its files
make lint               cppcheck and the manual pages
make format             lay out the sources anew by .clang-format; commits that did only that: .git-blame-ignore-revs
make stats              count lines and functions
make clean              remove the folder that was built in

BUILD=folder builds elsewhere than in build/, V=1 shows every command, CC=clang takes another compiler,
OPTIMIZE='-O0 -g' another level, WERROR=-Werror stops at warnings, CFLAGS, CPPFLAGS and LDFLAGS add to ours.
endef
help:
	@: $(info $(HELP))

FORCE:

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
