/* tests/desk/common: one good applicant and one good certificate to spoil. Everybody is invented. */
#ifndef TESLIM_TESTS_DESK_COMMON_H
#define TESLIM_TESTS_DESK_COMMON_H

#include "teslim/desk.h"

#define DAY (INT64_C(86400))
/* 2026-11-23 14:05 in Türkiye. */
#define NOW (INT64_C(1795431900))

extern const char *const common_issuers[];
struct applicant common_applicant(void);
struct certificate_facts common_facts(void);
struct certificate_check common_check(void);
struct verdict_policy common_policy(void);
const struct finding *common_finding(const struct verdict *verdict, enum verdict_rule rule);

#endif
