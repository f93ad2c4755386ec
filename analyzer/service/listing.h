// What may be listed at all, by whomever.

#ifndef ANALYZER_SERVICE_LISTING_H_
#define ANALYZER_SERVICE_LISTING_H_

#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/engine/register.h"
#include "feeds/indicator.h"

namespace analyzer {

// What many share must be neither called bad nor let through by a slip of the hand:
// fails with kInvalid (code "protected") if the statement would list an official page,
// a shared platform, a brand's own place or a public suffix; with code "payee" where what a QR
// code says takes money for somebody: that is a payee, which no list shows.
Status check_reach(const feeds::Statement& statement, const Register& official);

// Whether what a QR code says is an account to pay to (WeChat, Alipay, UnionPay).
bool is_payment_code(std::string_view payload);

// How a value is shown: numbers that stand in it are masked, since they are the
// reporter's own as often as not.
std::string indicator_label(feeds::IndicatorKind kind, const std::string& value);
// The same of a number, account or contact that is kept as a key: its first and last
// characters.
std::string personal_label(std::string_view written);

}  // namespace analyzer

#endif  // ANALYZER_SERVICE_LISTING_H_
