# teslim: build, check, install. GNU make. `make help` lists the targets.
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

BUILD_ABS := $(abspath $(BUILD))

# ---- rooms and programs
DESK_ROOMS  := base text ident days cert conf list seal store helper desk report ui app
CARD_ROOMS  := card
PRINT_ROOMS := print
ROOMS       := $(DESK_ROOMS) $(CARD_ROOMS) $(PRINT_ROOMS)

# ---- flags
WARNINGS := -Wall -Wextra -Wformat=2 -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wundef -Wcast-qual -Wpointer-arith -Wwrite-strings
WERROR   ?= -Werror
OPTIMIZE ?= -O2 -g
HARDEN   := -fstack-protector-strong -fPIE -fcf-protection -fno-strict-aliasing
LDHARDEN := -pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed
ifeq ($(SANITIZE),)
HARDEN   += -D_FORTIFY_SOURCE=2
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

PACKAGES := libpcsclite sqlite3 libcrypto libconfig ncursesw cairo freetype2 libzip expat zlib
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES) 2>/dev/null)
CPPFLAGS_ALL = -D_GNU_SOURCE -DTESLIM_VERSION='"$(VERSION)"' -DTESLIM_SYSCONFDIR='"$(SYSCONFDIR)/teslim"' -Iinclude -I$(BUILD)/gen $(PKG_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL = -std=c17 $(OPTIMIZE) $(WARNINGS) $(WERROR) $(HARDEN) $(CFLAGS)

LIBS_DESK  = -lsqlite3 -lcrypto -lconfig -lncursesw -ltinfo -lzip -lexpat
LIBS_CARD  = -lpcsclite -lz -ldl
LIBS_PRINT = -lcairo -lfreetype -lcups -lzint -lm
LIBS_TEST  = -lcmocka -lvterm -lutil

# ---- objects
sources  = $(filter-out src/$(1)/main.c,$(wildcard src/$(1)/*.c))
objects  = $(patsubst src/%.c,$(BUILD)/obj/%.o,$(call sources,$(1)))
DESK_OBJECTS  := $(foreach room,$(DESK_ROOMS),$(call objects,$(room)))
CARD_OBJECTS  := $(foreach room,$(CARD_ROOMS),$(call objects,$(room)))
PRINT_OBJECTS := $(foreach room,$(PRINT_ROOMS),$(call objects,$(room)))
DEMO_OBJECTS  := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/demo/main_%,$(wildcard tests/demo/*.c)))
PROGRAMS := $(BUILD)/teslim $(BUILD)/teslim-card $(BUILD)/teslim-print

TEST_DIRS    := $(patsubst tests/%/,%,$(wildcard tests/*/))
TEST_SOURCES := $(wildcard tests/*/test_*.c)
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(TEST_SOURCES))
TEST_SCRIPTS := $(wildcard tests/*/test_*.sh)
TOOL_PROGRAMS := $(foreach tool,$(wildcard tests/*/main_*.c),$(BUILD)/$(dir $(tool))$(patsubst main_%.c,%,$(notdir $(tool))))
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_SHARED  := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/fuzz/fuzz_% tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
FUZZ_REPLAY  := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(FUZZ_SOURCES))
FUZZ_PROGRAMS := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/fuzz_%,$(FUZZ_SOURCES))

.PHONY: all check check-only demo bench install uninstall clean deps format lint san stats fuzz fuzzers cov mutate help tests rules dist-check
.SECONDARY:
.DELETE_ON_ERROR:

all: $(PROGRAMS)

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

$(BUILD)/obj/%.o: %.c | $(MESSAGE_IDS)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC   $@')
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -Itests -MMD -MP -c -o $@ $<

$(BUILD)/obj/%.o: src/%.c | $(MESSAGE_IDS)
	@mkdir -p $(@D)
	$(if $(V),,@echo '  CC   $@')
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Archives, so that a program takes only the objects that it uses.
$(BUILD)/libdesk.a: $(DESK_OBJECTS)
$(BUILD)/libcard.a: $(CARD_OBJECTS)
$(BUILD)/libprint.a: $(PRINT_OBJECTS)
$(BUILD)/libdemo.a: $(DEMO_OBJECTS)
$(BUILD)/lib%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)ar rcsD $@ $^

$(BUILD)/teslim: $(BUILD)/obj/app/main.o $(BUILD)/libdesk.a
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $@ $^ $(LIBS_DESK)
$(BUILD)/teslim-card: $(BUILD)/obj/card/main.o $(BUILD)/libcard.a $(BUILD)/libdesk.a
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $@ $^ $(LIBS_CARD)
$(BUILD)/teslim-print: $(BUILD)/obj/print/main.o $(BUILD)/libprint.a $(BUILD)/libdesk.a
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $@ $^ $(LIBS_PRINT)

# ---- tests: tests/ROOM/test_*.c, one program each; main_*.c are tools; other .c files of the folder are shared by them
room_shared = $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out tests/$(1)/test_% tests/$(1)/main_% tests/$(1)/fuzz_%,$(wildcard tests/$(1)/*.c)))
harness_objects = $(call room_shared,terminal)
define test_room
$(BUILD)/tests/$(1)/test_%: $(BUILD)/obj/tests/$(1)/test_%.o $(if $(filter demo,$(1)),,$(call room_shared,$(1))) $(if $(filter terminal,$(1)),,$(harness_objects)) $(BUILD)/libdemo.a $(BUILD)/libcard.a $(BUILD)/libprint.a $(BUILD)/libdesk.a
	@mkdir -p $$(@D)
	$(if $(V),,@echo '  LINK $$@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $$@ $$^ $$(LIBS_TEST) $$(LIBS_DESK) $$(LIBS_CARD) $$(LIBS_PRINT) $$(shell cat tests/$(1)/LIBS 2>/dev/null)
$(BUILD)/tests/$(1)/%: $(BUILD)/obj/tests/$(1)/main_%.o $(if $(filter demo,$(1)),,$(call room_shared,$(1))) $(if $(filter terminal,$(1)),,$(harness_objects)) $(BUILD)/libdemo.a $(BUILD)/libcard.a $(BUILD)/libprint.a $(BUILD)/libdesk.a
	@mkdir -p $$(@D)
	$(if $(V),,@echo '  LINK $$@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $$@ $$^ $$(LIBS_TEST) $$(LIBS_DESK) $$(LIBS_CARD) $$(LIBS_PRINT) $$(shell cat tests/$(1)/LIBS 2>/dev/null)
endef
$(foreach room,$(filter-out fuzz,$(TEST_DIRS)),$(eval $(call test_room,$(room))))

# A fuzz target replays its corpus in `make check`; with clang's fuzzer it explores in `make fuzz`.
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(FUZZ_SHARED) $(BUILD)/libdemo.a $(BUILD)/libcard.a $(BUILD)/libprint.a $(BUILD)/libdesk.a
	@mkdir -p $(@D)
	$(if $(V),,@echo '  LINK $@')
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -o $@ $^ $(LIBS_DESK) $(LIBS_CARD) $(LIBS_PRINT)

$(BUILD)/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(FUZZ_SHARED) $(BUILD)/libdemo.a $(BUILD)/libcard.a $(BUILD)/libprint.a $(BUILD)/libdesk.a
	@echo '  LINK $@'
	$(Q)$(CC) $(OPTIMIZE) $(HARDEN) $(LDHARDEN) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS_DESK) $(LIBS_CARD) $(LIBS_PRINT)

tests: $(PROGRAMS) $(TEST_PROGRAMS) $(TOOL_PROGRAMS) $(FUZZ_REPLAY)

check: deps
	@$(MAKE) --no-print-directory check-only

check-only: tests rules
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' SANITIZE='$(SANITIZE)' sh tests/run.sh $(TEST_PROGRAMS) $(TEST_SCRIPTS)

# ---- the rules of the house, checked by the machine (prints TAP of its own, run again inside tests/run.sh)
rules: $(PROGRAMS)

san: deps
	@$(MAKE) --no-print-directory BUILD=build/san SANITIZE=1 check-only

deps:
	@sh tests/deps.sh

demo: deps
	@$(MAKE) --no-print-directory all $(BUILD)/tests/demo/make_certificates $(BUILD)/tests/demo/virtual_card $(BUILD)/tests/demo/private_pcscd
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' sh tests/demo/demo.sh

bench: deps
	@$(MAKE) --no-print-directory tests
	@BUILD='$(BUILD_ABS)' TOP='$(CURDIR)' sh tests/bench/run.sh

SECONDS_PER_TARGET ?= 60
fuzz:
	@sh tests/deps.sh clang libclang-rt-14-dev
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang SANITIZE=1 FUZZ=1 WERROR= fuzzers
	@BUILD='$(CURDIR)/build/fuzz' TOP='$(CURDIR)' SECONDS_PER_TARGET='$(SECONDS_PER_TARGET)' sh tests/fuzz/fuzz.sh

fuzzers: $(FUZZ_PROGRAMS)

# Small changes to a room's code, and which of them its own tests do not notice: make mutate ROOM=ident [LIMIT=50 BASE=REV]
LIMIT ?= 100
mutate:
	@BUILD='$(BUILD_ABS)' python3 tests/mutate/mutate.py $(ROOM) --limit $(LIMIT) $(if $(BASE),--base $(BASE)) $(if $(JOBS),--jobs $(JOBS))

cov:
	@sh tests/deps.sh gcovr
	@$(MAKE) --no-print-directory BUILD=build/cov COVERAGE=1 WERROR= check-only
	gcovr -r . --object-directory build/cov -f 'src/' --print-summary -s

format:
	@sh tests/deps.sh clang-format
	clang-format -i $(wildcard src/*/*.[ch] include/teslim/*.h tests/*/*.[ch])

lint:
	@sh tests/deps.sh cppcheck
	cppcheck --quiet --enable=warning,portability --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem --suppress=toomanyconfigs -Iinclude src
	mandoc -T lint -W warning man/*.[0-9]

stats:
	@sh tests/stats.sh

clean:
	rm -rf build

# ---- install, where Debian would; a file of conf/ that was changed in its place is never written over (conf/install.sh)
bindir  = $(DESTDIR)$(PREFIX)/bin
libexecdir = $(DESTDIR)$(PREFIX)/libexec/teslim
mandir  = $(DESTDIR)$(PREFIX)/share/man
docdir  = $(DESTDIR)$(PREFIX)/share/doc/teslim
confdir = $(DESTDIR)$(SYSCONFDIR)/teslim
# systemd and polkit look below /usr and in /etc; systemd also below /usr/local. For another PREFIX it is /etc.
systemddir = $(DESTDIR)$(if $(filter /usr /usr/local,$(PREFIX)),$(PREFIX)/lib,$(SYSCONFDIR))
polkitdir  = $(DESTDIR)$(if $(filter /usr,$(PREFIX)),$(PREFIX)/share,$(SYSCONFDIR))/polkit-1/rules.d
MAN_PAGES := $(wildcard man/*.[0-9])
put = @PREFIX='$(PREFIX)' SYSCONFDIR='$(SYSCONFDIR)' DESTDIR='$(DESTDIR)' sh conf/install.sh '$(confdir)/.installed'

install: all
	@for folder in $(bindir) $(docdir) $(confdir) $(confdir)/trust $(confdir)/crl; do [ -d $$folder ] || install -d $$folder; done
	install -m 755 $(PROGRAMS) $(bindir)
	$(if $(LIBEXEC_PROGRAMS),install -D -m 755 -t $(libexecdir) $(LIBEXEC_PROGRAMS))
	for page in $(MAN_PAGES); do install -D -m 644 -t $(mandir)/man$${page##*.} $$page; done
	install -m 644 README.md LICENSE conf/teslim.conf $(docdir)
	$(put) 644 $(confdir) $(wildcard conf/*.conf)
	$(put) 755 $(libexecdir) $(wildcard conf/libexec/*)
	$(put) 440 $(DESTDIR)$(SYSCONFDIR)/sudoers.d $(wildcard conf/sudoers.d/*)
	$(put) 644 $(polkitdir) $(wildcard conf/polkit/*)
	$(put) 644 $(systemddir)/systemd/system $(wildcard conf/systemd/*)
	$(put) 644 $(systemddir)/sysusers.d $(wildcard conf/sysusers/*)
	$(put) 644 $(systemddir)/tmpfiles.d $(wildcard conf/tmpfiles/*)

# All that `install` put outside of $(confdir): a rule that lets somebody run the program must not outlive it.
INSTALLED = $(patsubst $(BUILD)/%,$(bindir)/%,$(PROGRAMS)) \
	$(foreach page,$(notdir $(MAN_PAGES)),$(mandir)/man$(lastword $(subst ., ,$(page)))/$(page)) \
	$(patsubst conf/sudoers.d/%,$(DESTDIR)$(SYSCONFDIR)/sudoers.d/%,$(wildcard conf/sudoers.d/*)) \
	$(patsubst conf/polkit/%,$(polkitdir)/%,$(wildcard conf/polkit/*)) \
	$(patsubst conf/systemd/%,$(systemddir)/systemd/system/%,$(wildcard conf/systemd/*)) \
	$(foreach kind,sysusers tmpfiles,$(patsubst conf/$(kind)/%,$(systemddir)/$(kind).d/%,$(wildcard conf/$(kind)/*)))
uninstall:
	rm -rf $(docdir) $(libexecdir)
	for file in $(INSTALLED); do rm -f $$file $$file.new; done
	@echo "$(confdir) is left in place: it holds this desk's settings."

help:
	@echo 'all check demo bench install uninstall clean deps format lint san stats fuzz cov mutate'

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
